"""The version resource is an expression of PyInstaller's classes, with this version in all four places."""

import ast

from version_resource import version_resource


def test_it_is_one_expression_that_names_the_version() -> None:
    tree = ast.parse(version_resource("1.20.3"), mode="eval")
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert calls == {
        "VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo", "VarStruct",
    }  # fmt: skip
    values = [ast.literal_eval(node) for node in ast.walk(tree) if isinstance(node, ast.Tuple)]
    assert values.count((1, 20, 3, 0)) == 2
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert texts.count("1.20.3") == 2
