"""What a brief is made from: findings, and how scenarios and numbers are called in a language."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from simulation.analysis.finding import Finding
from simulation.outcomes import OUTCOMES
from simulation.report.amounts import Scale, scale_of
from simulation.report.messages import LANGUAGES, label, one_line, say
from simulation.report.naming import declared_numbers, factor_name, number_name
from simulation.report.style import wrapped


class Brief(NamedTuple):
    """The findings of an analysis, ready to be told. `titles` are the scenarios' by name, the baseline first; `option` is looked at closely."""

    findings: Mapping[str, Finding]
    titles: Mapping[str, str]
    option: str
    company: str
    target: tuple[str, float]  # outcome and level
    deciding: str
    threshold: float
    lang: str = "en"

    def has(self, question: str, name: str) -> bool:
        """Whether a finding is there, and has a table."""
        return question in self.findings and name in self.findings[question].tables

    @property
    def baseline(self) -> str:
        """The name of the first scenario."""
        return next(iter(self.titles))

    def table(self, question: str, name: str) -> pd.DataFrame:
        """A table of a finding."""
        return self.findings[question].tables[name]

    def facts(self, question: str) -> dict[str, Any]:
        """The facts of a finding."""
        return self.findings[question].facts

    def say(self, text: str, **values: Any) -> str:
        """A text in the brief's language."""
        return say(text, self.lang, **values)

    def outcome(self, name: str) -> str:
        """The label of an outcome."""
        return label(name, self.lang)

    def labelled(self, row: Mapping[str, Any]) -> str:
        """The label of a row that has `label` and `label_fr`; a trait's or a coefficient's by its full name, which is in `factor` or `move`."""
        name = str(row.get("factor", row.get("move", "")))
        if name.startswith(("traits.", "coefficients.")):
            return factor_name(name, self.lang)
        return self.say(str(row["label_fr"] if self.lang == "fr" else row["label"]))

    def group(self, name: str) -> str:
        """The name of a group of numbers; a sweep's groups are single numbers, by their English names."""
        trait = f"traits.{name.replace(' ', '_')}"
        return number_name(trait, self.lang) if trait in declared_numbers() else self.say(name)

    def scale(self, outcome: str, values: Sequence[float] | pd.Series) -> Scale:
        """The scale in which an outcome is shown."""
        return scale_of(OUTCOMES[outcome].unit, values, self.lang)

    def drawn(self, outcome: str, values: Sequence[float] | pd.Series) -> Scale:
        """The scale of an outcome along an axis: that of the values drawn."""
        return scale_of(OUTCOMES[outcome].unit, values, self.lang)

    def heading(self, outcome: str, unit: str, width: int = 30) -> str:
        """The title of a panel: an outcome and its unit, over two lines at most."""
        text = f"{self.outcome(outcome)}, {self.say(unit)}"
        return f"{self.outcome(outcome)},\n{self.say(unit)}" if len(self.outcome(outcome)) < width else wrapped(text, width)


def brief_of(findings: Sequence[Finding], manifest: Mapping[str, Any], lang: str = "en") -> Brief:
    """A brief from findings and the manifest that they were written with. Raises ValueError for another language than en and fr."""
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    about, suffix = manifest["about"], "_fr" if lang == "fr" else ""
    documents = [each["document"] for each in manifest["scenarios"]]
    titles = {name: one_line(str(document.get(f"title{suffix}") or name)) for name, document in zip(about["names"], documents, strict=False)}
    if about.get("swept"):  # the options of a sweep are settings, which have no titles
        titles = {name: titles.get(name, name) if len(documents) == len(about["names"]) else name for name in about["names"]}
    return Brief(
        {each.question: each for each in findings},
        titles,
        about["option"],
        one_line(str(documents[0].get(f"company_title{suffix}") or "")) if documents else "",
        (about["target"][0], float(about["target"][1])),
        about["deciding"],
        float(about["threshold"]),
        lang,
    )
