"""What was left out of the table stands in what is handed over."""

from core.analysis import analyse
from core.export.contract import as_contract
from core.export.report import to_text
from tests.core.data.tables import GOOD, HEAD, written


def test_the_contract_and_the_report_say_what_was_left_out(tmp_path):
    analysis = analyse(written(tmp_path, HEAD + GOOD + "1,10,3.0,5\n3,10\n4,10,77,1\n" + "5,1,4,1\n" * 60))
    contract = as_contract(analysis)
    assert contract["dataset"]["ratings_outside_scale"] == 1
    assert contract["quality"] == {
        "rows_read": 66,
        "rows_dropped": 1,
        "dropped": {"too few fields": 1},
        "duplicate_pairs": 60,
    }
    text = to_text(analysis)
    assert "1 of 66 rows left out (1.5 %): too few fields 1." in text
    assert "1 rating outside the scale 0.5 to 5.0: kept." in text
