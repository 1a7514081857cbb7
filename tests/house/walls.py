"""What import-linter cannot see, found by reading the code: each check takes a file's tree and names its offences."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION = 60
LONGEST_FILE = 400

CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "timezone.now",
    "date.today",
    "time.time",
    "time.localtime",
}
ALWAYS_WRITES = {"save", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "acreate", "aupdate"}
SOMETIMES_WRITES = {"create", "update", "delete"}
FROM_THE_DATABASE = re.compile(r"\.(objects|_base_manager|_default_manager|filter|exclude|select_for_update|all)\b")
WRITING_SQL = re.compile(r"^\s*(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|TRUNCATE)\b", re.I)
TIRED_CLASS_WORDS = {"Service", "Manager", "Helper", "Helpers", "Utils", "Util", "Handler", "Base"}
TIRED_NAMES = {"data", "info", "obj", "ctx", "utils", "helper", "helpers"}
NOT_OUR_WORDS = {
    "guest",
    "guests",
    "tenant",
    "venue",
    "wallet",
    "ticket",
    "badge",
    "subscription",
    "customer",
}
OURS_SIGNALS = re.compile(r"^django\.(db\.models\.signals|dispatch|core\.signals)")


@dataclass(frozen=True)
class Source:
    """One file of the product."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path

    @property
    def may_write(self) -> bool:
        """Actions write, some of them by pouring; so do the back office, migrations, and what builds a table again.

        What makes a photograph anew saves a picture, and no row.
        """
        inside = set(Path(self.path).parts)
        return self.is_migration or bool(
            inside & {"actions.py", "actions", "backstage", "pouring.py", "holding.py", "photos.py"}
        )


def product() -> list[Source]:
    """Every Python file of the product."""
    files = sorted((CHECKOUT / "passerelle").rglob("*.py"))
    return [Source(str(file.relative_to(CHECKOUT)), file.read_text()) for file in files]


def clocks_read(source: Source) -> Iterator[str]:
    """Only `kit.clock` reads the clock: with another, a stopped clock in a test would not stop everything."""
    if source.path.endswith("kit/clock.py"):
        return
    for call in _calls(source.tree):
        name = ast.unparse(call.func)
        if any(name == clock or name.endswith(f".{clock}") for clock in CLOCKS):
            yield _at(source, call, name)


def writes(source: Source) -> Iterator[str]:
    """Only actions write."""
    if source.may_write:
        return
    for scope in _scopes(source.tree):
        rows = _names_of_rows(scope)
        for call in _calls_of(scope):
            pours = isinstance(call.func, ast.Name) and call.func.id == "pour"
            if pours or (isinstance(call.func, ast.Attribute) and _writes(call.func, rows)):
                yield _at(source, call, ast.unparse(call.func)[:80])
    if not source.path.startswith("passerelle/console/"):  # a restore puts back whole tables, below every room
        for text in _strings(source.tree):
            if WRITING_SQL.match(str(text.value)):
                yield _at(source, text, str(text.value)[:40])


def hidden_imports(source: Source) -> Iterator[str]:
    """No import inside a function: it hides a direction. Heavy libraries come through `kit.late`."""
    for function in _functions(source.tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield _at(source, node, ast.unparse(node))


def signals_and_overrides(source: Source) -> Iterator[str]:
    """No signals, no save() overrides: what happens is read where it is done."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and OURS_SIGNALS.match(node.module or ""):
            yield _at(source, node, ast.unparse(node))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "signals" for alias in node.names):
            yield _at(source, node, ast.unparse(node))
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name in ("save", "delete"):
                    yield _at(source, method, f"{node.name}.{method.name}")


def long_tails(source: Source) -> Iterator[str]:
    """Functions and files stay short."""
    lines = source.text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{source.path}: {lines} lines"
    for function in _functions(source.tree):
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > LONGEST_FUNCTION and not source.is_migration:
            yield _at(source, function, f"{function.name}: {length} lines")


def tired_names(source: Source) -> Iterator[str]:
    """Names that say nothing, and words that have another one here (docs/glossary.md)."""
    if Path(source.path).stem in TIRED_NAMES:
        yield source.path
    for node, name in _names_given(source.tree):
        camel = set(re.findall(r"[A-Z][a-z]+", name)) if isinstance(node, ast.ClassDef) else set()
        if name in TIRED_NAMES or camel & TIRED_CLASS_WORDS or set(name.lower().split("_")) & NOT_OUR_WORDS:
            yield _at(source, node, name)


def missing_room_docstring(source: Source) -> Iterator[str]:
    """Every room and door says what it is for in about three sentences."""
    if not re.fullmatch(r"passerelle/\w+/__init__\.py", source.path):
        return
    told = ast.get_docstring(source.tree) or ""
    if len(re.findall(r"[.:;](?:\s|$)", told)) < 2:
        yield f"{source.path}: {told[:40]!r}"


def nameless_migration(source: Source) -> Iterator[str]:
    """A migration says what it does."""
    name = Path(source.path).stem
    if source.is_migration and re.search(r"^\d{4}_(initial$|auto_|alter_|add_|remove_)", name):
        yield source.path


def _writes(function: ast.Attribute, rows: set[str]) -> bool:
    if function.attr in ALWAYS_WRITES:
        return True
    whose = ast.unparse(function.value)
    return function.attr in SOMETIMES_WRITES and (whose in rows or bool(FROM_THE_DATABASE.search(whose)))


def _names_of_rows(scope: ast.AST) -> set[str]:
    """Names that this function gives to rows or to questions about rows."""
    names: set[str] = set()
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and FROM_THE_DATABASE.search(ast.unparse(node.value)):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.For) and FROM_THE_DATABASE.search(ast.unparse(node.iter)):
            names |= {node.target.id} if isinstance(node.target, ast.Name) else set()
    return names


def _scopes(tree: ast.Module) -> list[ast.AST]:
    return [*_functions(tree)] or [tree]


def _calls_of(scope: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(scope) if isinstance(node, ast.Call))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return _calls_of(tree)


def _strings(tree: ast.Module) -> Iterator[ast.Constant]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _names_given(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every name that the file gives: not those that it uses, which others gave.

    Arguments of a method whose class has bases are left out: there the library chose the name.
    """
    inherited = {
        method
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.bases
        for method in node.body
        if isinstance(method, ast.FunctionDef)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node, node.name
        if isinstance(node, ast.FunctionDef) and node not in inherited:
            yield from ((argument, argument.arg) for argument in ast.walk(node.args) if isinstance(argument, ast.arg))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id


def _at(source: Source, node: ast.AST, what: str) -> str:
    return f"{source.path}:{getattr(node, 'lineno', 0)}: {what}"
