"""The built-in sample, analysed and exported once."""

import pytest

from core.analysis import analyse
from core.export.files import export
from core.sources.sample import sample_source


@pytest.fixture(scope="session")
def analysis():
    return analyse(sample_source(), tastes=True)


@pytest.fixture(scope="session")
def exported(analysis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "new" / "folder"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "86400")
        export(analysis, folder)
    return folder
