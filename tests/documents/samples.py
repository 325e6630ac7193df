"""One filled example of every shipped form; mines, people and numbers are made up (示例)."""

from __future__ import annotations

import io
from typing import Any

OFFICERS = [
    {"name": "陈志远", "cert_no": "11110012026", "dept": "矿山科", "title": "四级主任科员"},
    {"name": "蓝畲埕", "cert_no": "11110012031", "dept": "执法队", "title": "一级科员"},
]
ORG = "丽水市缙云畲埕矿业有限公司"
REMEDY = {"reconsider_gov": "缙云县人民政府", "court": "缙云县人民法院"}
SEAL = {"issuing_org": "缙云县应急管理局", "issue_date": "2026-03-10"}
FINDINGS = [
    {"seq": 1, "location": "+320 m中段3号采场", "description": "顶板未按设计支护，锚杆间距实测1.6 m（设计1.0 m），12根锚杆托盘松动。"},
    {"seq": 2, "location": "主扇机房", "description": "主通风机无备用电动机，也没有快速调换的设备和工具；“风机运行记录”自2026年2月20日起未填写。"},
    {"seq": 3, "location": "1号盲斜井", "description": "串车提升未设防跑车装置和阻车器。"},
]  # fmt: skip
EVIDENCE = [
    {"no": 1, "name": "《现场检查记录》", "doc_no": "（缙）应急检记〔2026〕70号", "proves": "证明检查经过和现场情况"},
    {"no": 2, "name": "现场照片12张", "doc_no": None, "proves": "证明3号采场锚杆间距大于设计值"},
    {"no": 3, "name": "龑某询问笔录", "doc_no": None, "proves": "证明当事人知道隐患而未采取措施"},
]
PEOPLE = {"legal_rep": "𬭬龑頔", "phone": "0578-3141234"}


def a_photo(width: int, height: int, shade: int) -> bytes:
    """A small JPEG with a gradient, so that turning and scaling can be seen."""
    from PIL import Image

    image = Image.new("RGB", (width, height))
    image.putdata([(x * 255 // width, y * 255 // height, shade) for y in range(height) for x in range(width)])
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def photos() -> dict[str, bytes]:
    """Three pictures by their SHA-256, one of them upright."""
    import hashlib

    made = [a_photo(640, 480, 60), a_photo(360, 640, 160), a_photo(800, 300, 220)]
    return {hashlib.sha256(one).hexdigest(): one for one in made}


def values(code: str) -> dict[str, Any]:
    """Values of one form by its code."""
    return {key: value for key, value in _ALL[code]().items()}


def _f3() -> dict[str, Any]:
    return {
        "org_name": ORG, "address": "浙江省丽水市缙云县壶镇镇工业大道188号", "title": "总经理", **PEOPLE,
        "check_place": "+320 m中段采场、主扇机房、1号盲斜井提升机房、井下中央变电所",
        "check_time": {"start": "2026-03-10T09:30", "end": "2026-03-10T16:40"},
        "issuing_org": SEAL["issuing_org"], "officers": OFFICERS,
        "permits": [
            {"name": "安全生产许可证", "number": "（浙）FM安许证字〔2023〕K0012号", "valid_to": "2026-12-31"},
            {"name": "采矿许可证", "number": "C3311222010127120098765", "valid_to": None},
        ],
        "companions": "王五（矿长）、赵六（安全科长）", "findings": FINDINGS, "behavior_code": "33112220260310000123",
    }  # fmt: skip


def _order() -> dict[str, Any]:
    return {"addressee": ORG, "problems": FINDINGS, "officers": OFFICERS, **REMEDY, **SEAL}


def _f4() -> dict[str, Any]:
    return _order() | {
        "check_date": "2026-03-10",
        "basis": ["《中华人民共和国安全生产法》第六十五条第一款第二项", "《中华人民共和国安全生产法》第六十五条第一款第三项"],
        "measures": [
            {"seq": 1, "text": "对第1项、第3项问题，责令立即从+320 m中段3号采场和1号盲斜井撤出作业人员。", "item_nos": [1, 3]},
            {"seq": 2, "text": "对第2项问题，责令暂时停产停业，停止使用主通风机供风的全部采掘作业面。", "item_nos": [2]},
        ],
        "measure_until": "2026-04-10",
    }  # fmt: skip


def _f5() -> dict[str, Any]:
    return _order() | {
        "items_immediate": [3],
        "groups": [{"item_nos": [1], "deadline": "2026-03-20"}, {"item_nos": [2], "deadline": "2026-04-10"}],
    }


def _f6() -> dict[str, Any]:
    return {
        "addressee": ORG, "orig_date": "2026-03-10", "orig_decision": "责令限期整改",
        "orig_doc_no": "（缙）应急责改〔2026〕70号",
        "results": [
            {"item_no": 1, "description": FINDINGS[0]["description"], "result": "已整改", "note": "间距复测0.95 m，托盘已全部更换。"},
            {"item_no": 2, "description": FINDINGS[1]["description"], "result": "部分整改", "note": "备用电动机已到货，调换工具未配齐。"},
            {"item_no": 3, "description": FINDINGS[2]["description"], "result": "未整改", "note": None},
        ],
        "conclusion": "第1项整改合格；第2项、第3项未整改到位，依法立案查处。",
        "officers": OFFICERS, "issuing_org": SEAL["issuing_org"], "issue_date": "2026-04-12",
    }  # fmt: skip


def _ex02() -> dict[str, Any]:
    return {
        "addressee": ORG, "found_at": "2026-03-10T10:05", "place": "+320 m中段3号采场",
        "danger": "顶板离层、掉块", "basis": ["《中华人民共和国安全生产法》第六十五条第一款第三项"],
        "area": "+320 m中段3号采场及其下方通道", "given_on_spot_at": "2026-03-10T10:12", "officers": OFFICERS,
        **REMEDY, **SEAL,
    }  # fmt: skip


def _ex11() -> dict[str, Any]:
    rows = [
        {
            "photo_id": f"P{n}", "sha256": sha256, "proves": "锚杆间距大于设计值", "caption": f"第{n}张，自北向南拍摄",
            "taken_at": "2026-03-10 10:21:33", "place": "+320 m中段3号采场", "taken_by": "陈志远、蓝畲埕",
            "camera": "执法记录仪DSJ-V9", "file_name": f"IMG_2026031010213{n}.jpg", "problem_seq": "1",
            "criterion_ref": "矿安〔2022〕88号地下矿山第十九项",
        }
        for n, sha256 in enumerate(photos(), 1)
    ]  # fmt: skip
    return {"case_name": "缙云畲埕矿业现场检查", "org_name": ORG, "photos": rows, "officers": OFFICERS}


def _f24() -> dict[str, Any]:
    return {
        "respondent": ORG, "facts": "2026年3月10日，执法人员检查发现你单位+320 m中段3号采场顶板未按设计支护，属重大事故隐患，未采取措施消除。",
        "evidence": EVIDENCE, "violated": ["《中华人民共和国安全生产法》第四十一条第二款"],
        "basis": ["《中华人民共和国安全生产法》第一百零二条"],
        "discretion": "《浙江省应急管理行政处罚裁量基准适用细则》相应档次",
        "proposed": [{"act_no": 1, "type": "罚款", "amount": 3_500_000}, {"act_no": 1, "type": "责令停产停业整顿", "amount": None}],
        "total_fine": 3_500_000, "total_fine_capital": "人民币叁万伍仟元整", "defense_days": 3, "hearing_right": True,
        "hearing_days": 5, "org_address": "缙云县五云街道黄龙路1号", "contact": "陈志远", "phone": "0578-3140000",
        "postcode": "321400", **SEAL,
    }  # fmt: skip


def _decision() -> dict[str, Any]:
    return {
        "facts": "2026年3月10日，本机关执法人员在+320 m中段3号采场检查时发现顶板未按设计支护，锚杆间距1.6 m。本机关于2026年3月12日立案，"
                 "3月20日送达《行政处罚告知书》。",
        "evidence": EVIDENCE, "defense": "当事人在规定期限内未提出陈述申辩，未要求听证。",
        "penalties": [{"act_no": 1, "type": "罚款", "amount": 3_500_000}, {"act_no": 2, "type": "警告", "amount": None}],
        "total_fine": 3_500_000, "total_fine_capital": "人民币叁万伍仟元整", "bank_name": "浙江缙云农村商业银行营业部",
        "account_name": "缙云县财政局", "account_no": "201000012345678", "pay_deadline_days": 15, **REMEDY, **SEAL,
    }  # fmt: skip


def _f34() -> dict[str, Any]:
    return _decision() | {
        "org_name": ORG, "uscc": "91331122MA2E0AB35F", "org_address": "浙江省丽水市缙云县壶镇镇工业大道188号",
        "postcode": "321400", "legal_rep_title": "总经理", **PEOPLE,
        "violated": ["《中华人民共和国安全生产法》第四十一条第二款"], "basis": ["《中华人民共和国安全生产法》第一百零二条"],
    }  # fmt: skip


def _f35() -> dict[str, Any]:
    return _decision() | {
        "person_name": "龑頔", "gender": "男", "age": 46, "id_no": "331123198001010010",
        "home_address": "浙江省丽水市缙云县五云街道好溪路66号", "employer": ORG, "title": "总经理",
        "employer_address": "浙江省丽水市缙云县壶镇镇工业大道188号", "phone": "13905780000",
        "duty_failed": "21(5)", "duty_text": "你作为主要负责人，未组织建立并落实双重预防工作机制，未及时消除顶板事故隐患。",
        "violated": ["《中华人民共和国安全生产法》第二十一条第五项"],
        "basis": ["《中华人民共和国安全生产法》第九十四条第一款"],
    }  # fmt: skip


def _f40() -> dict[str, Any]:
    served = {"place": "矿山办公楼", "date": "2026-03-10", "mode": "直接", "server": "陈志远"}
    return {
        "case_name": "丽水市缙云畲埕矿业有限公司未采取措施消除事故隐患案", "recipient": ORG,
        "rows": [
            {"doc_name_no": "责令限期整改指令书（缙）应急责改〔2026〕70号", **served},
            {"doc_name_no": "现场处理措施决定书（缙）应急现决〔2026〕22号", **served},
        ],
        **SEAL,
    }  # fmt: skip


def _ex12() -> dict[str, Any]:
    return {
        "case_name": "丽水市缙云畲埕矿业有限公司未采取措施消除事故隐患案", "recipient": ORG,
        "address": "浙江省丽水市缙云县壶镇镇工业大道188号", "postcode": "321400", "phone": "13905780000",
        "email": "office@example.cn", "e_service_consent": True, "which_docs": "告知书、决定书、催告书",
        "agent": None, "officers": OFFICERS,
    }  # fmt: skip


_ALL = {
    "F3": _f3, "F4": _f4, "F5": _f5, "F6": _f6, "EX-02": _ex02, "EX-11": _ex11, "F24": _f24, "F34": _f34, "F35": _f35,
    "F40": _f40, "EX-12": _ex12,
}  # fmt: skip
CODES = tuple(_ALL)
