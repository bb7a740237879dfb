"""The layers hold, and the picture in the docs is the one that is checked."""

import configparser

from importlinter import cli

from support.source import ROOT, tables


def test_the_contracts_of_the_layers_are_kept() -> None:
    assert cli.lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True, no_logo=True) == 0


def test_the_document_shows_the_order_that_is_checked() -> None:
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter", "utf-8")
    document = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for section in ("layers", "platform"):
        layers = contract[f"importlinter:contract:{section}"]["layers"].strip().splitlines()
        assert " > ".join(layer for layer in layers if "|" not in layer) in document


def test_every_module_with_tables_has_a_contract_that_protects_them() -> None:
    text = (ROOT / ".importlinter").read_text("utf-8")
    for path in tables():
        module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        assert f"    {module}\n" in text, f"{module} is protected by no contract in .importlinter"
