"""What a mine's file says about its people and which records its changes are read from. Pure."""

from __future__ import annotations

from inspector_app.enterprise.dossier import SiteFile
from inspector_app.enterprise.values import PRINCIPAL_POSTS, PostKind
from inspector_app.mine_file.values import Holder

_ORDER = {kind: place for place, kind in enumerate((*PRINCIPAL_POSTS, *PostKind))}


def holders(file: SiteFile) -> tuple[Holder, ...]:
    """Each person once with all posts and certificates; the 主要负责人 first, then by the first post held."""
    made = [
        Holder(
            person=person,
            posts=tuple(post for post in file.posts if post.person_id == person.id),
            certificates=tuple(one for one in file.qualifications if one.person_id == person.id),
            is_principal=person.id == file.principal_id,
        )
        for person in file.people.values()
    ]
    return tuple(sorted(made, key=_rank))


def _rank(holder: Holder) -> tuple[bool, int, str]:
    posts = [_ORDER[post.kind] for post in holder.posts]
    return not holder.is_principal, min(posts, default=len(_ORDER)), holder.person.name


def records(file: SiteFile) -> list[str]:
    """Ids of everything in the register that the file is made of."""
    parts = (
        file.systems, file.posts, file.licences, file.contracts, file.design_values, file.qualifications,
        file.engagements,
    )  # fmt: skip
    own = [file.site.id, *([file.enterprise.id] if file.enterprise else []), *file.people]
    return list(dict.fromkeys([*own, *(row.id for part in parts for row in part)]))
