"""What is imported when: light things stay light, and core knows no terminal."""

import subprocess
import sys

import pytest

HEAVY = {"pandas", "sklearn", "numpy", "scipy", "duckdb", "matplotlib", "textual", "rich", "plotext"}


def modules_after(code, whole_names=False):
    script = f"import sys\n{code}\nprint(*sys.modules)"
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    names = output.splitlines()[-1].split()
    return set(names) if whole_names else {name.split(".")[0] for name in names}


@pytest.mark.parametrize("code", ["import core", "import tui.cli.main"])
def test_nothing_heavy_is_imported_before_it_is_wanted(code):
    assert not modules_after(code) & HEAVY


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(flag):
    code = f"import tui.cli.main\ntry:\n    tui.cli.main.main(['{flag}'])\nexcept SystemExit:\n    pass"
    assert not modules_after(code) & HEAVY


ELSEWHERE = {
    "figures": {"core.export.data_tables", "core.export.documents", "core.export.notebook", "jinja2", "nbformat"},
    "users": {"core.export.figures", "core.export.documents", "core.export.notebook", "jinja2", "nbformat"},
    "report": {"core.export.data_tables", "core.export.notebook", "nbformat"},
    "model": {"core.export.figures", "core.export.data_tables", "core.export.documents", "jinja2", "nbformat"},
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_export_of_one_thing_imports_nothing_of_the_others(name, tmp_path, write_ratings):
    path = write_ratings([(user, item, 1 + user * item % 5) for user in range(9) for item in range(9)])
    code = (
        f"import tui.cli.main; done = tui.cli.main.main(['export', {str(path)!r}, '--out', {str(tmp_path / 'out')!r}, "
    )
    code += f"'--only', {name!r}, '--log', {str(tmp_path / 'log')!r}]); assert done == 0"
    assert not modules_after(code, whole_names=True) & ELSEWHERE[name]


def test_the_app_is_imported_without_the_libraries_that_compute():
    assert not modules_after("import tui.app") & {"pandas", "sklearn", "scipy", "duckdb", "numpy", "plotext"}


def test_the_compute_process_knows_neither_the_terminal_nor_the_app():
    names = modules_after("import tui.compute_child, tui.calls", whole_names=True)
    assert not names & {"textual", "rich", "plotext", "tui.app", "tui.commands"}


def test_what_computes_segments_imports_no_engine():
    assert "duckdb" not in modules_after("import core.study")


def test_all_of_core_knows_no_terminal():
    code = (
        "import core, importlib, pkgutil\n"
        "for module in pkgutil.walk_packages(core.__path__, 'core.'):\n"
        "    importlib.import_module(module.name)"
    )
    assert not modules_after(code) & {"tui", "textual", "rich", "plotext"}


def test_every_public_name_of_core_can_be_imported():
    import core

    for name in core.__all__:
        assert getattr(core, name) is not None
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = core.nothing_such
