"""What a language model is told of a tool, made from the tool's own signature and docstring.

The same model of the arguments that gives the JSON schema also checks a call, so the two cannot drift apart.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Concatenate, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from strakly_desktop.bot.records import Gym
from strakly_desktop.bot.toolbox import ToolDescription, ToolRefusal

from .desk import Desk, Result, TenantScope

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
    def description(self) -> str:
        """What the language model is told about it."""
        return inspect.getdoc(self.function) or ""

    @property
    def parameters(self) -> dict[str, Any]:
        """The JSON schema of the arguments."""
        return self._arguments.model_json_schema()

    def describe(self) -> ToolDescription:
        """The tool as a language model is told of it."""
        return ToolDescription(self.name, self.description, self.parameters)

    async def call(self, gym: Gym, branch_id: int | None, arguments: Mapping[str, Any]) -> Result:
        """Run the tool for one branch, or for all when it is None.

        Raises ToolRefusal, with words for the language model, when the arguments or the wish are not possible.
        """
        try:
            checked = self._arguments.model_validate(dict(arguments))
        except ValidationError as error:
            raise ToolRefusal(_plain(error)) from error
        await gym.ready()
        desk = Desk(gym, TenantScope(gym.gym_id, branch_id))
        try:
            return await self.function(
                desk, **{name: getattr(checked, name) for name in type(checked).model_fields}
            )
        except OverflowError as error:
            raise ToolRefusal("A number or a day is out of any calendar.") from error

    @cached_property
    def _arguments(self) -> type[BaseModel]:
        hints = get_type_hints(self.function, include_extras=True)
        fields: dict[str, Any] = {
            parameter.name: (
                hints[parameter.name],
                ... if parameter.default is inspect.Parameter.empty else parameter.default,
            )
            for parameter in list(inspect.signature(self.function).parameters.values())[1:]
        }
        return create_model(self.name, __config__=ConfigDict(extra="forbid"), **fields)


def _plain(error: ValidationError) -> str:
    wrong = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_url=False))
    return f"Wrong arguments: {'; '.join(wrong)}."
