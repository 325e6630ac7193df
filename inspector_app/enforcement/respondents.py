"""Who may be penalised at a mine: its company, the contractors there, and people by their posts."""

from __future__ import annotations

from inspector_app.enforcement.case_values import PrincipalKind, Respondent, RespondentType
from inspector_app.enterprise.dossier import SiteFile
from inspector_app.enterprise.values import PostKind

KIND_OF_POST = {
    PostKind.LEGAL_REPRESENTATIVE: PrincipalKind.LEGAL_REPRESENTATIVE,
    PostKind.CHAIRMAN: PrincipalKind.CHAIRMAN,
    PostKind.GENERAL_MANAGER: PrincipalKind.GENERAL_MANAGER,
    PostKind.MINE_MANAGER: PrincipalKind.MINE_MANAGER,
    PostKind.ACTUAL_CONTROLLER: PrincipalKind.ACTUAL_CONTROLLER,
    PostKind.INVESTOR: PrincipalKind.INVESTOR,
}


def respondents_at(file: SiteFile) -> tuple[Respondent, ...]:
    """Companies first; each person once, answering as the first of his posts that makes him a 主要负责人."""
    found: list[Respondent] = []
    if file.enterprise is not None:
        found.append(Respondent(file.enterprise.id, file.enterprise.name, RespondentType.ORG))
    found += [
        Respondent(one.contractor_id, one.contractor_name, RespondentType.ORG, one.work_scope) for one in file.contracts
    ]
    people: dict[str, Respondent] = {}
    for post in file.posts:
        known, kind = people.get(post.person_id), KIND_OF_POST.get(post.kind)
        if known is None or (known.principal_kind is None and post.kind is not PostKind.PRINCIPAL):
            people[post.person_id] = Respondent(
                post.person_id, post.person_name, RespondentType.PERSON, post.title, kind
            )
    return (*found, *people.values())
