"""Enterprises, universities, institutes and the like that no list holds, by the shape of the name.

A name ends in a telling word (有限公司, 大学, 研究院) and begins where the words before it stop
being part of a name. Where the beginning is in doubt, nothing is found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import cast

from policytext.extraction.bodies import Found, unlisted
from policytext.extraction.windows import automaton
from policytext.gazetteer import load_regions
from policytext.patterns import lazy
from policytext.schema import BodyType

_SUFFIX = lazy(
    # How a match begins, so that most characters are passed over at once.
    r"(?=[有股集公职技师医农商大学研科设实创信服推促发交指合检管事保监总招中协联基工领委银])(?:"
    r"(?P<enterprise>(?:有限责任|股份有限|有限|集团)公司|集团(?!化|军|内|式|成员|总部|有限|股份"
    r"|公司)|公司)"
    r"|(?P<university>(?:职业技术|职业|技师|师范|医学|农业|商学)?(?:大学|学院|学校)(?!生|堂|城"
    r"|科技|毕业|附属|路|园|文凭|本科|教育|者))"
    r"|(?P<institution>研究总院|研究院|研究所|科学院|设计院|实验室|创新中心|研究中心|信息中心"
    r"|服务中心|推广中心|促进中心"
    r"|发展中心|交易中心|指挥中心|合作中心|检测中心|管理中心|事务中心|指导中心|保障中心|监测中心"
    r"|推广总站|总站|技术中心|招商中心|中心(?!城|镇"
    r"|工作|任务|环节|组|区|线|点|村|校|学校|建设)|医院)"
    r"|(?P<association>协会|学会|商会|联合会|基金会|促进会|联盟|工会(?!员|经费|干))"
    r"|(?P<agency>(?:领导小组|指挥部|联席会议|委员会|工作专班)办公室|领导小组|指挥部|工作专班)"
    r"|(?P<bank>银行(?!业|卡|贷|账|存|信贷|机构|间|家|网点|理财|授信|流水|转账|结算|保函)))"
)
# Each match of the pattern holds one of these.
_WORDS = (
    "公司", "集团", "大学", "学院", "学校", "研究总院", "研究院", "研究所", "科学院", "设计院",
    "实验室", "中心", "总站", "医院", "协会", "学会", "商会", "联合会", "基金会", "促进会",
    "联盟", "工会", "银行", "领导小组", "指挥部", "联席会议", "委员会办公室", "工作专班",
)  # fmt: skip
# How far a match reaches before and behind the word, with what must not follow it.
_REACH = (4, 6)
_STRONG = frozenset(("有限责任公司", "股份有限公司", "有限公司", "集团公司"))
_LONGEST = 26
_LONGEST_REGION = 8
# These end the name of a body even where neither region nor level opens it: 瓯江|实验室.
_TELLING = frozenset(("实验室", "研究院", "大学", "基金会", "学会", "协会", "商会"))
# The names of leading groups hold verbs of their own: 制造业高质量发展|领导小组.
_GROUPS = ("领导小组", "指挥部", "联席会议", "委员会办公室", "工作专班")
_HARD_STOP = lazy(
    r"[由与和及对在将向是送]|经(?!济|营|信|贸|开)|报(?!告|刊|业)|(?<!行)为|支持|牵头|负责|会同|印发|关于|成立|设立|组建|建立|健全|的|等"
)
_NO_CENTRE = lazy(
    r"区域|副|都市|高地|国际|增长极|(?:产业|国家|贸易|亚|制造|消费|物流|旅游|城区|港|增长|结算)$"
)
# 温州市铁路|与轨道交通投资集团: what stands before 与 is no whole name.
_PART = lazy(r"(?<![司团校院所会室])\Z")
# Codes and numbers of a table's other columns before a name: 2407-04-01-2418|浙江...
_NOT_YET = lazy(r"(?:[^\u4e00-\u9fff]*\d[^\u4e00-\u9fffA-Za-z]*)?")
_KIND_OF_COMPANY = lazy(r"(?:上市|国有|民营|龙头|重点|本地|外资|科技型|所有|某)+\Z")
# Marks behind which a telling word stands alone.
_NO_NAME = frozenset(("", *"、，。；：;:,\n 《“"))
_NAME_CHARACTER = lazy(r"[\u4e00-\u9fffA-Za-z0-9()&·\-]")
_TO_LAST_OTHER = lazy(r"(?s:.*)[^\u4e00-\u9fffA-Za-z0-9()&·\-]")
# Words that never stand inside such a name; the name begins after the last of them.
_STOP = lazy(
    r"(?=[支推获高办服一两多个引通建联用做管\d发加以包培打成组参设委授鼓指协会牵负开深提由与和及对在将"
    r"等的为向是如或被把从至到让使经于并其该本各同完副主教院研校所有相若下直共创筹合聚围整争新重优健实"
    r"改扩启做强带促借利入依国全我第涉选邀汇集拥挂揭落签投拟聘])(?:"
    r"支持|推动|获评|高质量|办好|服务保障|一所|两所|多所|个|推进|依托|引进|通过|建设"
    r"|联合(?!实验室|会|社|体)|[用做建管]好|\d+[家个所项]|发挥"
    r"|加快|以及|包括|培育|打造|成立|组建|参建|设立|获批|委托|授权|鼓励|指导|协调|会同"
    r"|牵头|负责|组织|开展|加强|深化|参与|提供|由|与|和|及|对|在|将|(?<!高)等|的|为|向|是|如|或"
    r"|被|把|从|至|到|让|使|经|以|于"
    r"|并|其|该|本|各|(?<!大)同一|完成|副主任|主任|教授|院长|院士|研究员|校长|所长|经理|有关|相关|多家|若干"
    r"|所属|下属|直属|共建|创建|筹建|合作(?!中心|社|发展)|引导|聚焦|围绕|整合|争创|建成|新增"
    r"|争取|重点|优化|完善|健全|实施|新建|改建|扩建|启动|提升|做强|做大|做优|强化|带动|促成"
    r"|推广(?!中心|总站)|借助|利用|入驻|入选|依靠"
    r"|国内|国际(?!大学|商会|学院)|全国|全省|全市|全县|我省|我市|一批|一个|一家|两个"
    r"|第[一二三四五六七八九十]|涉农|选派|聘请|邀请|协同|汇聚|集聚"
    r"|拥有|挂牌|揭牌|落户|落地|签约|投资(?!集团|有限|发展|控股|公司|管理|基金)|拟)"
)
# What is left of a kind of body rather than of one body: 国有企业|集团, 省级重点|实验室.
_COMMON = lazy(
    r"(?:集团|股份|控股|责任|有限|国家|国有|省属|市属|国资|央企|民营|私营|上市|龙头|大型|中小"
    r"|骨干|专业|行业|新型|高等|高水平|高级|应用型|研究型|普通|职业|技工|技师|老年"
    r"|开放|综合|综合性|区域|区域性|全球|世界|地方|政策性|开发性|商业|村镇|民营|外资|农村|城市"
    r"|社区|乡镇|农业|工业|科技|科学|数据|大数据|金融|保险|证券"
    r"|担保|融资|租赁|投资|基金|物业|物流|贸易|互联网|平台|旅游|建筑|国际|省级|市级|县级|区级"
    r"|县域|市域|级|省|市|县|区|镇|村|重点|联合|协同|技术|工程|制造业"
    r"|产业|产业链|企业|文化|体育|会展|消费|康养|托育|养老|医疗|急救|疾控|妇幼|儿童|人民|中医"
    r"|中医医|三甲|公立|民办|社会|志愿|行政|便民|政务|党群|公共|客户|运营"
    r"|调度|仓储|分拨|转运|冷链|配送|集散|批发|展销|展示|体验|培训|实训|教学|实践|创新|创业|孵化"
    r"|研发|设计|智造|制造|算力|计算|智算|超算|云|备份|灾备|结算|定价"
    r"|信息|服务|管理|发展|交易|指挥|监测|检测|检验|保障|事务|推广|促进|合作|研究|能源|电力|电|水"
    r"|气|热|供|铁路|航空|港口|交通|公交|出租|快递|电商|直播|供应链"
    r"|总|分|子|母|大|小|双|多|三|新|老|名|强|优|校|院|所|中|基层|活动|文明|志愿者|爱心|积分|超市"
    r"|邻里|购物|商务|商贸|商业|贸易|[A-Za-z0-9]|人工智能|数字|智能|智慧"
    r"|绿色|低碳|碳|海洋|空天|航天|生物|生态|环境|环保|材料|化工|装备|机械|电子|软件|网络|通信"
    r"|安全|应急|消防|救援|防灾|气象|水利|林业|渔业|畜牧|种业|育种|种子"
    r"|粮食|食品|药品|医药|健康|心理|康复|护理|教育|就业|人才|人力资源|法律|司法|仲裁|调解|公证"
    r"|税务|统计|审计|档案|文献|图书|会议|新闻|媒体|融媒体|传播|影视|音乐"
    r"|艺术|美术|戏剧|体操|足球|篮球|全民|健身|户外|青少年|妇女|残疾人|退役军人|老年人|困难|职工"
    r"|农民|居民|市民|群众|家庭|少年宫|枢纽|门户|前沿|高地|高能级|一流|顶尖"
    r"|知名|著名|头部|领军|标杆|示范|试点|样板|特色|精品|品牌)*"
)
_HEADS = (
    "中国", "国家", "中华", "全国", "国网", "中铁", "中建", "中交", "中科", "中电", "华东", "华南",
    "华北", "华中", "西北", "西南", "东北", "长三角", "粤港澳",
)  # fmt: skip
_HEAD_OPENS = frozenset(head[:2] for head in _HEADS)
_HEAD = lazy("|".join(_HEADS))
_NUMBER = lazy(r"\d+")
_ONLY_REGIONS = lazy(r"(?:[\u4e00-\u9fff]{2,6}[省市县区州盟旗])+\d*")
_LEVEL_HEAD = lazy(
    r"省(?![属首会际级内域外部])|市(?![属首场域民区值容级政中内外县])|县(?![属域城级乡内区])"
    r"|区(?![属域块位间内外级县])|自治区"
)
_LEVEL_OPENS = frozenset("省市县区自")


def find_open(text: str, breaks: Sequence[int] = ()) -> list[Found]:
    """Unlisted enterprises, universities, institutes, associations and banks, in order.

    ``breaks``: sorted places where lines of a PDF were joined; a name may begin at one.
    """
    found: list[Found] = []
    floor = 0
    for match in _suffixes(text):
        start = _name_start(text, match.start(), match.end(), floor)
        if start is None:
            continue
        start = _after_column(text, start, match.start(), breaks)
        end = match.end()
        name = "".join(text[start:end].split())
        kind = cast("BodyType", match.lastgroup)
        if found and start <= found[-1][0]:
            found.pop()
        found.append((start, end, unlisted(name, kind), "shape-of-name"))
        floor = end if match.group() in _STRONG else floor
    return found


def _suffixes(text: str) -> Iterator[re.Match[str]]:
    """``_SUFFIX.finditer(text)``, read only around the words that every match holds."""
    before, after = _REACH
    search = _SUFFIX.search
    floor = 0
    for _, start, end in automaton(_WORDS).find_matches_as_indexes(text):
        place = max(floor, start - before)
        while place < end and (match := search(text, place, end + after)):
            if match.start() >= end:
                break
            place = floor = match.end()
            yield match


def _name_start(text: str, at: int, end: int, floor: int) -> int | None:
    if text[at - 1 : at] in _NO_NAME:
        return None
    low = max(floor, at - _LONGEST)
    start = _run_start(text, low, at)
    bounded = start > low or start == 0
    if start < at and not "\u4e00" <= text[start] <= "\u9fff":
        start += _NOT_YET.match(text[start:at]).end()  # type: ignore[union-attr]
    suffix = text[at:end]
    if suffix.startswith(_GROUPS):
        return _group_start(text, start, at)
    # 联合 right before 实验室 belongs to the name.
    stops = [
        m.end() for m in _STOP.finditer(text, start, at) if m.end() < at or m.group() != "联合"
    ]
    if stops:
        joint = text[stops[-1] - 1] in "与和" and not _headed(text[stops[-1] : at])
        earlier = stops[-2] if len(stops) > 1 else start
        if not (joint and _opens(text[earlier:at]) and _PART.search(text, earlier, stops[-1] - 1)):
            earlier = stops[-1]
        start = earlier
    stem = text[start:at]
    if suffix == "中心" and _NO_CENTRE.search(stem):
        return None
    if (
        stem[:1] in _LEVEL_OPENS
        and (level := _LEVEL_HEAD.match(stem))
        and len(stem) + len(suffix) >= level.end() + 3
    ):
        return start
    if len(stem) < 2:
        return None
    if not (_headed(stem) or (suffix in _STRONG and (bounded or len(stem) >= 4))):
        longest = 4 if suffix == "集团" else 12 if suffix in _TELLING else 0
        if not bounded or len(stem) > longest:
            return None
    return None if _COMMON.fullmatch(stem) or _KIND_OF_COMPANY.search(stem) else start


def _run_start(text: str, low: int, at: int) -> int:
    """Where the characters of names before ``at`` begin, brackets in them closed again."""
    words = text[low:at]
    if "(" not in words and ")" not in words:
        other = _TO_LAST_OTHER.match(words)
        return low + other.end() if other else low
    start = at
    depth = 0
    while start > low and _NAME_CHARACTER.match(text[start - 1]):
        character = text[start - 1]
        if character == ")":
            depth += 1
        elif character == "(":
            if depth == 0:
                break
            depth -= 1
        start -= 1
    return text.find(")", start, at) + 1 if depth else start


def _group_start(text: str, start: int, at: int) -> int | None:
    """Where the name of a leading group begins: at a region or level, or nowhere."""
    hard = [m.end() for m in _HARD_STOP.finditer(text, start, at)]
    for place in (start, *hard):
        stem = text[place:at]
        if _opens(stem) and len(stem) >= 4 and not _HARD_STOP.search(stem):
            return place
    return None


def _after_column(text: str, start: int, at: int, breaks: Sequence[int]) -> int:
    """Past what another column of the table put before a name that opens with a region."""
    if not breaks and text[start:at].isalpha():
        return start  # no other column, and no number
    places = list(breaks[bisect_right(breaks, start) : bisect_left(breaks, at)]) if breaks else []
    places += [m.end() for m in _NUMBER.finditer(text, start, at)]
    if not places:
        return start
    opened = _headed(text[start:at])
    for place in sorted(places):
        if _headed(text[place:at]) and (not opened or _ONLY_REGIONS.fullmatch(text, start, place)):
            return place
    return start


def _opens(stem: str) -> bool:
    return _headed(stem) or _LEVEL_HEAD.match(stem) is not None


def _headed(stem: str) -> bool:
    """Whether a name opens with a region or a word of national bodies."""
    opening = stem[:2]
    if opening in _HEAD_OPENS and (head := _HEAD.match(stem)):
        rest = stem[head.end() :]
        return bool(rest) and not _COMMON.fullmatch(rest)
    regions = load_regions()
    lengths = regions.openings.get(opening)
    return lengths is not None and any(
        length <= _LONGEST_REGION and length <= len(stem) and stem[:length] in regions.chinese_names
        for length in lengths
    )
