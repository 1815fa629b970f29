"""Finds where code keeps a position of a document as a number: text above moves, and the number names other text."""

import ast
import re
from collections.abc import Iterator

_POSITION_CALLS = frozenset(
    {
        "position",
        "anchor",
        "selectionStart",
        "selectionEnd",
        "firstPosition",
        "lastPosition",
        "blockNumber",
        "characterCount",
    }
)
_SAME_KIND = frozenset({"min", "max", "int", "tuple", "list", "sorted"})
_KEEPING = frozenset({"append", "add", "insert", "extend", "update", "setdefault", "appendleft"})
_FIELD = re.compile(r"(^|_)positions?$")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def held_positions(source: str) -> Iterator[tuple[int, str]]:
    """The line and the name of each place that outlives the function which asked for the position."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from _numbers_among_fields(node)
        elif isinstance(node, _FUNCTIONS):
            yield from _Function(node).held()


def _numbers_among_fields(node: ast.ClassDef) -> Iterator[tuple[int, str]]:
    for field in node.body:
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            annotation = ast.unparse(field.annotation)
            if _FIELD.search(field.target.id) and re.search(r"\b(int|Span)\b", annotation):
                yield field.lineno, f"{node.name}.{field.target.id}"


class _Function:
    """One function: its locals that hold positions, and where they leave it other than by `return`."""

    def __init__(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._node = node
        self._positions = {
            argument.arg
            for argument in (*node.args.args, *node.args.kwonlyargs)
            if _FIELD.search(argument.arg)
            and argument.annotation is not None
            and re.search(r"\bint\b", ast.unparse(argument.annotation))
        }
        self._changes = {
            argument.arg
            for argument in (*node.args.args, *node.args.kwonlyargs)
            if argument.annotation is not None and ast.unparse(argument.annotation).startswith("Callable")
        }
        self._own = list(_own_nodes(node))
        for _ in range(3):  # Names that are made of names.
            for part in self._own:
                self._learn(part)

    def held(self) -> Iterator[tuple[int, str]]:
        for part in self._own:
            if isinstance(part, ast.Assign | ast.AnnAssign | ast.AugAssign) and part.value is not None:
                targets: list[ast.expr] = part.targets if isinstance(part, ast.Assign) else [part.target]
                for target, value in _pairs(targets, part.value):
                    kept = target.value if isinstance(target, ast.Subscript) else target
                    if isinstance(kept, ast.Attribute) and self._is_position(value):
                        yield part.lineno, ast.unparse(kept)
            elif isinstance(part, ast.Call):
                yield from self._held_by_call(part)
            elif isinstance(part, ast.Lambda):
                names = {name.id for name in ast.walk(part.body) if isinstance(name, ast.Name)}
                own = {argument.arg for argument in part.args.args}
                for name in sorted((names - own) & self._positions):
                    yield part.lineno, f"lambda with {name}"
        yield from self._held_over_change()

    def _held_by_call(self, call: ast.Call) -> Iterator[tuple[int, str]]:
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        if not any(self._is_position(argument) for argument in arguments):
            return
        function = call.func
        name = ast.unparse(function)
        if isinstance(function, ast.Attribute) and function.attr in _KEEPING:
            if isinstance(function.value, ast.Attribute):
                yield call.lineno, name
        elif name == "partial" or (re.fullmatch(r"_?[A-Z]\w*|cls", name) and not name.startswith("Q")):
            yield call.lineno, name

    def _held_over_change(self) -> Iterator[tuple[int, str]]:
        """A position taken before a change that was handed in, and used after it."""
        uses = [
            part.lineno
            for part in self._own
            if isinstance(part, ast.Call)
            for name in (part.func, *part.args)
            if isinstance(name, ast.Name) and name.id in self._changes
        ]
        for change in uses[:1]:
            before = {
                name.id
                for part in self._own
                if isinstance(part, ast.Assign) and part.lineno < change
                for target in part.targets
                for name in ast.walk(target)
                if isinstance(name, ast.Name) and name.id in self._positions
            }
            for part in self._own:
                if isinstance(part, ast.Name) and part.id in before and part.lineno > change:
                    yield part.lineno, f"{part.id} over a change"
                    return

    def _learn(self, part: ast.AST) -> None:
        if isinstance(part, ast.Assign):
            for target, value in _pairs(part.targets, part.value):
                if isinstance(target, ast.Name) and self._is_position(value):
                    self._positions.add(target.id)

    def _is_position(self, value: ast.expr) -> bool:
        match value:
            case ast.Call(func=ast.Attribute(value=receiver, attr=attribute)) if attribute in _POSITION_CALLS:
                return not (isinstance(receiver, ast.Name) and receiver.id == "event")
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in _SAME_KIND:
                return any(self._is_position(argument) for argument in arguments)
            case ast.Name(id=name):
                return name in self._positions
            case ast.BinOp(left=left, right=right):
                return self._is_position(left) != self._is_position(right) or (
                    isinstance(value.op, ast.Add) and self._is_position(left)
                )
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return any(self._is_position(part) for part in parts)
            case ast.IfExp(body=body, orelse=other):
                return self._is_position(body) or self._is_position(other)
            case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
                return self._is_position(part)
            case _:
                return False


def _pairs(targets: list[ast.expr], value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in targets:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            yield from zip(target.elts, value.elts, strict=False)
        elif isinstance(target, ast.Tuple):
            yield from ((part, value) for part in target.elts)
        else:
            yield target, value


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All that is written in a function, without the functions in it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*_FUNCTIONS, ast.ClassDef)):
            continue
        yield child
        if not isinstance(child, ast.Lambda):
            yield from _own_nodes(child)
