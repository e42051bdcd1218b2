"""Names of bodies that are only part of another word: 农业农村部|分地区, 营商环境|建设局."""

from __future__ import annotations

import re

from policytext.patterns import lazy
from policytext.text.letters import occurrences

# 国办|函〔2024〕3号
_NUMBER = lazy(r"[〔\[(]\d{4}[〕\])]\d")
_MOST_BEFORE_NUMBER = 4
# A name that ends in one of these characters is part of another word where this follows it:
# 农业农村部|分地区, 教育部|署, 财政部|门, 市政府|性基金.
_FOLLOWING = {
    "部": r"分(?![别头管工组批步期])|署(?!名)|门|长(?!江|期|效|三角)|位|队|落|件|首|级",
    "局": r"部(?!门|署|分别|长)|限|势|面|域|长",
    "办": r"理|法|事(?!处)|公|学|好|实|案|成|医|展|赛|税|证|件|结|[〔(]\d",
    "委": r"员|托|派(?!出)|任|常委|书记|副书记|秘书长",
    "厅": r"长|官",
    "院": r"院士|士|长|校|系|落|线",
    "署": r"名|长",
    "会": r"议|员|展|商|计|谈|见|场|长|务|费",
    "行": r"长|业|动|为|政|程|道|横|天桥",
    "府": (
        r"性|采购|工作报告|信息公开|债|投资|引导|产业|专项|令|购买|网|补贴|补助|奖|规章|资金|主导"
        r"|储备"
        r"|指导|定价|质量奖|储备|公报|门户|热线|服务热线|隐性|法定|收支|预算"
    ),
    "关": r"特殊|税|编码|通关|数据|统计|监管区|监管场所|长",
    "大": r"代表|会议|副|常|[一二三四五六七八九十]+次|建议|议案|主任|制度|工作|换届",
    "协": (r"会|委员|提案|作(?![了出为专])|调|同|议|商|主席|副|力|助|[一二三四五六七八九十]+届"),
    "动": r"互联|支付|终端|端|宽带",
    "信": r"业|网|用",
    "政": r"企业|网点|快递|编码|服务|业",
    "社": r"会|区|保|团|员",
    "心": r"城|镇|工作|任务|环节|组",
    "油": r"气|价|田|化工",
    "门": r"口|槛|类|诊|票",
}
_OTHER_WORD = {
    # What such words can begin with is among the characters of their pattern.
    last: (frozenset(words), lazy(words))
    for last, words in _FOLLOWING.items()
}
_NONE: tuple[frozenset[str], re.Pattern[str]] = (frozenset(), lazy("(?!)"))
_ORDER = lazy(r"令?第[\d一二三四五六七八九十百零〇]{1,5}号")
ORDER_OPENS = frozenset("令第")
# Behind one of these (or at the end of the text) a name is not cut out of a longer one.
CLOSING = frozenset(("", *"、，。；;：:!?\n ”》)）]】"))
# What an organ's bare name may follow: one of these characters, or one of these words.
_PRECEDE = frozenset("由经向报送给与和及在是到从把将对请同商交归为被按让令使原级直")
_WORDS_PRECEDE = frozenset(
    "联系 支持 配合 协助 设立 组建 成立 负责 咨询 指导 提交 加挂 成为 委托 授权 通知 会同 要求 抄报"
    " 移交 牵头 依托 所属 其中 包括 以及 其他 上级 下级 同级 主管 督促 责成 当地 所在 我们 所有"
    " 有关 相关".split()
)


def words_behind(name: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Where a name is cut out of a longer word: what may follow it begins with one of the
    characters and fits the pattern.

    Nothing of ``CLOSING`` follows then.
    """
    return _OTHER_WORD.get(name[-1], _NONE)


def is_order(text: str, start: int, end: int) -> bool:
    """Whether the name ``text[start:end]`` is that of a numbered order: 国务院|令第七百号.

    Not where it is a line by itself: then it is the head of the order. One of ``ORDER_OPENS``
    follows the name.
    """
    order = _ORDER.match(text, end)
    if order is None:
        return False
    opens = text[text.rfind("\n", 0, start) + 1 : start].strip() == ""
    return not (opens and text[order.end() : order.end() + 1] in ("", "\n"))


def before_numbers(text: str) -> set[int]:
    """Where the number of a document may go on: at its bracket, at some characters before it."""
    places: set[int] = set()
    for bracket in "〔[(":
        for at in occurrences(text, bracket):
            if text[at + 5 : at + 6] not in "〕])" or not _NUMBER.match(text, at):
                continue
            places.add(at)
            for place in range(at - 1, max(at - _MOST_BEFORE_NUMBER, 0) - 1, -1):
                if not "\u4e00" <= text[place] <= "\u9fff":
                    break
                places.add(place)
    return places


def may_begin(text: str, start: int) -> bool:
    """Whether an organ's bare name can begin here, not the end of an unknown longer one."""
    if start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff":
        return True
    return text[start - 1] in _PRECEDE or text[max(0, start - 2) : start] in _WORDS_PRECEDE
