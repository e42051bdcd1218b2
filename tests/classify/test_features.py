from policytext.classify.features import Cues, clauses, features, windows

CUES = Cues.of({"T01": ("宽带", "broadband"), "T09": ("电商",), "rural": ("农村", "rural"),
                "digital": ("宽带", "电商", "broadband")})  # fmt: skip


def test_years_and_figures_are_masked():
    assert features("2024年新增12.5万户", CUES) == features("1998年新增3万户", CUES)


def test_generation_of_mobile_network_is_no_figure():
    assert "5g" in "".join(features("建设5G基站", CUES))
    assert features("建设5G基站", CUES) != features("建设4G基站", CUES)


def test_bodies_named_for_a_task_are_left_out():
    with_bodies = features("完善农村宽带。(责任单位:省通信管理局、省电商协会)", CUES)
    assert with_bodies == features("完善农村宽带。", CUES)


def test_cues_tell_the_sides_of_their_clause_and_sentence():
    found = features("推进农村工作，发展电商", CUES)
    assert "SRDT09" in found
    assert "C-DT09" in found
    assert "CRDT09" not in found


def test_latin_cue_matches_at_the_start_of_a_word_only():
    assert "ST01" in features("Rural broadband reaches all", CUES)
    assert "ST01" not in features("Rural xbroadband reaches all", CUES)


def test_windows_pair_clauses_that_name_a_task():
    parts = clauses("开展会议，发展电商，推进改革，加强审计，优化环境", CUES)
    assert len(windows(parts)) == 2
    assert windows(parts[:2]) == []
