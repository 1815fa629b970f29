"""What a language model is told of a tool, made from the tool's own signature and docstring.

The same model of the arguments that gives the JSON schema also checks a call, so the two cannot drift apart.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Concatenate, get_type_hints

import msgspec

from strakly_desktop.bot.agent.consent import CONFIRMED
from strakly_desktop.bot.agent.toolbox import WRONG_ARGUMENTS, ToolDescription, ToolRefusal
from strakly_desktop.bot.gym.records import Gym
from strakly_desktop.bot.tools.scoped_queries import Desk, Result, TenantScope

ToolFunction = Callable[Concatenate[Desk, ...], Awaitable[Result]]


@dataclass(frozen=True)
class ToolSpec:
    """One tool. Its name and description are those of its function."""

    function: ToolFunction

    @property
    def name(self) -> str:
        """What the language model and the wire call it."""
        return str(getattr(self.function, "__name__", ""))

    @property
    def writes(self) -> bool:
        """Whether it changes the gym's records: such a tool takes `confirmed`, and writes nothing without it."""
        return CONFIRMED in inspect.signature(self.function).parameters

    @property
    def description(self) -> str:
        """What the language model is told about it."""
        return inspect.getdoc(self.function) or ""

    @property
    def parameters(self) -> dict[str, Any]:
        """The JSON schema of the arguments."""
        _, described = msgspec.json.schema_components([self._arguments])
        return {**_with_types(described[self.name])}

    def describe(self) -> ToolDescription:
        """The tool as a language model is told of it."""
        return ToolDescription(self.name, self.description, self.parameters)

    async def call(self, gym: Gym, branch_id: int | None, arguments: Mapping[str, Any]) -> Result:
        """Run the tool for one branch, or for all when it is None.

        Raises ToolRefusal, with words for the language model, when the arguments or the wish are not possible.
        """
        try:
            checked = msgspec.convert(arguments, self._arguments, strict=False)
        except msgspec.ValidationError as error:
            raise ToolRefusal(f"{WRONG_ARGUMENTS}{error}.") from error
        await gym.ready()
        desk = Desk(gym, TenantScope(gym.gym_id, branch_id))
        try:
            return await self.function(desk, **self._handed_over(msgspec.structs.asdict(checked)))
        except OverflowError as error:
            raise ToolRefusal("A number or a day is out of any calendar.") from error

    @cached_property
    def _parameters(self) -> dict[str, inspect.Parameter]:
        """Those after the desk, with their types resolved."""
        hints = get_type_hints(self.function, include_extras=True)
        parameters = list(inspect.signature(self.function).parameters.values())[1:]
        return {each.name: each.replace(annotation=hints[each.name]) for each in parameters}

    @cached_property
    def _arguments(self) -> type[msgspec.Struct]:
        """All arguments side by side: a parameter that is a struct gives its fields, and is not heard of outside."""
        fields: list[tuple[str, Any, Any]] = []
        for name, parameter in self._parameters.items():
            if _is_struct(parameter.annotation):
                fields += [
                    (each.name, each.type, msgspec.field(default=each.default))
                    for each in msgspec.structs.fields(parameter.annotation)
                ]
            else:
                default = msgspec.NODEFAULT if parameter.default is parameter.empty else parameter.default
                fields.append((name, parameter.annotation, msgspec.field(default=default)))
        return msgspec.defstruct(self.name, fields, kw_only=True, forbid_unknown_fields=True)

    def _handed_over(self, given: dict[str, Any]) -> dict[str, Any]:
        """`given` as the function takes it: what belongs to a struct within it."""
        return {
            name: parameter.annotation(
                **{field: given[field] for field in parameter.annotation.__struct_fields__}
            )
            if _is_struct(parameter.annotation)
            else given[name]
            for name, parameter in self._parameters.items()
        }


def _is_struct(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)


def _with_types(schema: Any) -> Any:
    """`schema` with the type of every choice of words: not each provider guesses it."""
    match schema:
        case {"enum": _}:
            return {"type": "string", **schema}
        case dict():
            return {key: _with_types(value) for key, value in schema.items()}
        case list():
            return [_with_types(value) for value in schema]
        case _:
            return schema
