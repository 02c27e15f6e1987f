"""From a case folder to a compiled case, or every problem it has, each with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from cases import paper_check
from cases.annex_load import annex_templates
from cases.case import Case
from cases.common_words import WORDS, with_common_words
from cases.contexts import UnknownContext, context
from cases.draw import draw_needs, draw_sources
from cases.expressions import ExpressionError
from cases.format_problems import format_problems
from cases.functions import FUNCTIONS
from cases.graph import RESERVED, SEED, CycleError, Graph, Node, order_of
from cases.numerals import Lang
from cases.paper import Paper, read_paper
from cases.problem import CaseError, Problem, nearest
from cases.questions.base import Question
from cases.referentials import UnknownCriterion, criterion
from cases.schema import CaseFile
from cases.skills import UnknownSkill, skill
from cases.template import TEXT, Source, Template, compile_template
from cases.text_file import decoded
from cases.yaml_lines import Located, read_yaml

CASE_FILE = "case.yaml"
SECTIONS = frozenset({"summary", "brief", WORDS})  # of every paper: no annex or question may bear these names
LANGUAGES: tuple[Lang, ...] = ("fr", "en")

T = TypeVar("T")


def load_folder(folder: Path) -> Case:
    """Load a case folder; raises CaseError with every problem found."""
    loader = _Loader(folder)
    case = loader.load()
    if case is None or loader.problems:
        raise CaseError(loader.problems)
    return case


@dataclass
class _Loader:
    folder: Path
    problems: list[Problem] = field(default_factory=list)

    def load(self) -> Case | None:
        located = self._read(CASE_FILE, read_yaml)
        papers = {lang: self._paper(f"{lang}.md") for lang in LANGUAGES}
        if located is None:
            return None
        file = self._validate(located)
        if file is None:
            return None
        self.located = located
        graph, draws = self._graph(file)
        conditions = tuple(self._condition(file, place) for place in range(len(file.keep_if)))
        annexes = self._annexes(file)
        contexts = {
            name: self._compiled(source, ("contexts", name), file) for name, source in file.contexts.items()
        }
        self._contexts(file)
        for place, question in enumerate(file.questions):
            self._criteria(question, place)
        if self.problems or graph is None or any(paper is None for paper in papers.values()):
            return None
        case = Case(
            slug=self.folder.name,
            folder=self.folder,
            file=file,
            papers={lang: paper for lang, paper in papers.items() if paper is not None},
            graph=graph,
            draws=draws,
            conditions=conditions,
            annexes=annexes,
            contexts=contexts,
            lines={".".join(map(str, path)): line for path, line in located.lines.items()},
        )
        lists = paper_check.common_lists(case)
        papers_read = {lang: with_common_words(paper, lists) for lang, paper in case.papers.items()}
        case = replace(case, papers=papers_read)
        self.problems.extend(paper_check.problems(case))
        return case

    # -- files --------------------------------------------------------------------------------------
    def _read(
        self, name: str, reader: Callable[[str, str], tuple[Located | None, tuple[Problem, ...]]]
    ) -> Located | None:
        text = self._text(name)
        if text is None:
            return None
        located, problems = reader(text, self._name(name))
        self.problems.extend(problems)
        return located

    def _paper(self, name: str) -> Paper | None:
        text = self._text(name)
        return None if text is None else read_paper(text, self._name(name))

    def _text(self, name: str) -> str | None:
        path, file = self.folder / name, self._name(name)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            self.problems.append(Problem("file_missing", file, None, {"file": name}))
        except OSError as error:
            self.problems.append(Problem("file_unreadable", file, None, {"what": error.strerror}))
        else:
            text = decoded(data, file)
            if isinstance(text, str):
                return text
            self.problems.append(text)
        return None

    def _name(self, name: str) -> str:
        return f"{self.folder.name}/{name}"

    # -- the format ---------------------------------------------------------------------------------
    def _validate(self, located: Located) -> CaseFile | None:
        try:
            file = CaseFile.model_validate(located.data)
        except ValidationError as error:
            self.problems.extend(format_problems(error, located))
            return None
        self._unique(file, located)
        return file

    def _unique(self, file: CaseFile, located: Located) -> None:
        seen = dict.fromkeys(RESERVED, "")
        places: tuple[tuple[str, tuple[str | int, ...]], ...] = (
            *((name, ("draw", name)) for name in file.draw),
            *((name, ("values", name)) for name in file.values),
            *((annex.id, ("annexes", place, "id")) for place, annex in enumerate(file.annexes)),
            *((question.id, ("questions", place, "id")) for place, question in enumerate(file.questions)),
        )
        for name, path in places:
            section = path[0] in {"annexes", "questions"} and name in SECTIONS
            if name in seen or name in FUNCTIONS or section:
                self.problems.append(Problem("name_taken", located.file, located.line(path), {"name": name}))
            seen[name] = name

    # -- the graph ----------------------------------------------------------------------------------
    def _compile(self, source: Source, path: tuple[str | int, ...]) -> Template:
        try:
            template = compile_template(source)
            self._functions(template)
        except ExpressionError as error:
            self._expression_problem(error, path)
            return Template()
        return template

    def _functions(self, template: Template) -> None:
        for expression in template.expressions():
            unknown = next(iter(sorted(expression.functions - set(FUNCTIONS))), None)
            if unknown:
                raise ExpressionError("expression_function", name=unknown, near=nearest(unknown, FUNCTIONS))

    def _expression_problem(self, error: ExpressionError, path: tuple[str | int, ...]) -> None:
        params = {"near": "", **error.params}
        self.problems.append(Problem(error.code, self.located.file, self.located.line(path), params))

    def _graph(self, file: CaseFile) -> tuple[Graph | None, Mapping[str, Mapping[str, Template]]]:
        draws: dict[str, dict[str, Template]] = {}
        nodes: dict[str, Node] = {SEED: Node(SEED, frozenset())}
        for name, draw in file.draw.items():
            draws[name] = {
                place: self._compile(source, ("draw", name, *_steps(place)))
                for place, source in draw_sources(draw).items()
            }
            nodes[name] = Node(name, draw_needs(draw, draws[name]))
        for name, source in file.values.items():
            template = self._compile(source, ("values", name))
            nodes[name] = Node(name, template.names(), template=template)
        for place, question in enumerate(file.questions):
            templates = {
                where: self._compile(source, ("questions", place, *_steps(where)))
                for where, source in question.sources().items()
            }
            needs = frozenset(n for where in question.graph_sources() for n in templates[where].names())
            nodes[question.id] = Node(question.id, needs - question.own_names(), question=question)
            for where, template in templates.items():
                self._names(
                    template.names() - question.own_names(), file, ("questions", place, *_steps(where))
                )
        for name in (*file.draw, *file.values):
            self._names(nodes[name].needs, file, ("draw" if name in file.draw else "values", name))
        known = {name: node.needs & set(nodes) for name, node in nodes.items()}
        try:
            order = order_of(known)
        except CycleError as error:
            line = self.located.line(_place(error.names[0], file))
            ring = {"ring": " → ".join(error.names)}
            self.problems.append(Problem("cycle", self.located.file, line, ring))
            return None, draws
        return Graph(nodes, order), draws

    def _condition(self, file: CaseFile, place: int) -> Template:
        template = self._compile(file.keep_if[place], ("keep_if", place))
        self._names(template.names(), file, ("keep_if", place))
        return template

    def _names(self, names: frozenset[str], file: CaseFile, path: tuple[str | int, ...]) -> None:
        known = {SEED, *file.draw, *file.values, *(question.id for question in file.questions)}
        for name in sorted(names - known):
            near = nearest(name, known)
            self._expression_problem(ExpressionError("expression_name", name=name, near=near), path)

    def _annexes(self, file: CaseFile) -> Mapping[str, Mapping[str, Template]]:
        return annex_templates(file.annexes, lambda source, path: self._compiled(source, path, file))

    def _compiled(self, source: Source, path: tuple[str | int, ...], file: CaseFile) -> Template:
        template = self._compile(source, path)
        self._names(template.names(), file, path)
        return template

    def _contexts(self, file: CaseFile) -> None:
        for name, source in file.contexts.items():
            line = self.located.line(("contexts", name))
            try:
                known = context(name)
                written = source if isinstance(source, list) else [source]
                for value in written:
                    if isinstance(value, dict) and isinstance(value.get(TEXT), str):
                        known.check(str(value[TEXT]))
            except UnknownContext as error:
                params = {"found": error.found, "known": ", ".join(error.known), "near": error.near}
                self.problems.append(Problem("context_unknown", self.located.file, line, params))

    def _criteria(self, question: Question, place: int) -> None:
        if question.skill is not None:
            try:
                skill(question.skill)
            except UnknownSkill as error:
                line = self.located.line(("questions", place, "skill"))
                self.problems.append(error.problem(self.located.file, line))
        written = {
            key: ("questions", place, "criteria", index) for index, key in enumerate(question.criteria)
        }
        every = {
            key: written.get(key, ("questions", place)) for one in question.items() for key in one.criteria
        }
        for key, path in {**every, **written}.items():
            try:
                criterion(key)
            except UnknownCriterion as error:
                params = {"key": key, "why": str(error)}
                self.problems.append(Problem("criterion", self.located.file, self.located.line(path), params))


def _place(name: str, file: CaseFile) -> tuple[str | int, ...]:
    for place, question in enumerate(file.questions):
        if question.id == name:
            return "questions", place
    return ("draw" if name in file.draw else "values", name)


def _steps(place: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in place.split("."))
