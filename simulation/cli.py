"""The command `omnigov`: parse, call one function, say where the result is. Only this file turns an error into an exit status.

Exit status 0, 1 (a run failed), 2 (bad input: all problems in one message, nothing written), 130 (interrupted).
"""

import errno
import io
import os
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

INTERRUPTED = 130
NOT_TO_BE_USED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOENT)  # what was named is at fault
UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]|\x1b(?!\[[0-9;]*m)")
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Sets = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Set a lever or a trait: levers.sponsorship=0.8 (may be repeated).")]
Off = Annotated[list[str] | None, typer.Option("--off", metavar="NAME", help="Switch off a lever's term, or a step of the week (may be repeated).")]
Worlds = Annotated[str, typer.Option("--worlds", metavar="N", help="How many worlds.")]
FirstWorld = Annotated[str, typer.Option("--first-world", metavar="K", help="The first of them.")]
Seed = Annotated[str, typer.Option("--seed", metavar="S", help="Seed of the experiment.")]
Weeks = Annotated[str | None, typer.Option("--weeks", metavar="W", help="Horizon of the customers.  [default: 156]")]
Customers = Annotated[str, typer.Option("--customers", metavar="N", help="Simulated customers.")]
Threads = Annotated[str | None, typer.Option("--threads", metavar="N", help="Threads.  [default: one a core]")]
Lang = Annotated[str, typer.Option("--lang", metavar="en|fr", help="Language of tables and reports.")]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Csv = Annotated[bool, typer.Option("--csv", help="Answer in CSV.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, no remarks.")]
Results = Annotated[str | None, typer.Option("--results", metavar="DIR", help="Folder for the results.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Replace what another study left in that folder.")]
LuckOnly = Annotated[bool, typer.Option("--luck-only", help="Let luck alone differ between worlds (a diagnostic: luck is not knowledge).")]


def _version(wanted: bool) -> None:
    if wanted:
        from simulation import __version__

        print(f"omnigov {__version__}")
        raise typer.Exit


@app.callback()
def omnigov(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False) -> None:
    """Simulate an omnichannel programme under governance: which governance lets it succeed, at what cost, and how sure are we?"""


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A name (retailer/as-is) or a file.")],
    sets: Sets = None,
    off: Off = None,
    worlds: Worlds = "200",
    first_world: FirstWorld = "0",
    seed: Seed = "1",
    weeks: Weeks = None,
    customers: Customers = "5000",
    threads: Threads = None,
    lang: Lang = "en",
    json: Json = False,
    csv: Csv = False,
    quiet: Quiet = False,
    results: Results = None,
    fresh: Fresh = False,
    luck_only: LuckOnly = False,
) -> None:
    """One scenario in many worlds: outcomes, bands over time, odds."""
    from simulation.commands import Asked, run_command

    counts = {"worlds": worlds, "first_world": first_world, "seed": seed, "weeks": weeks, "customers": customers, "threads": threads}
    _say(run_command(scenario, Asked(sets or [], off or [], counts, lang, json, csv, quiet, results, fresh, luck_only)))


@app.command()
def compare(
    scenarios: Annotated[list[str] | None, typer.Argument(metavar="SCENARIO...", help="Names or files; the first is the baseline.")] = None,
    library: Annotated[str | None, typer.Option("--library", metavar="COMPANY", help="Every governance scenario of the library on this company.")] = None,
    sets: Sets = None,
    off: Off = None,
    worlds: Worlds = "200",
    first_world: FirstWorld = "0",
    seed: Seed = "1",
    weeks: Weeks = None,
    customers: Customers = "5000",
    threads: Threads = None,
    lang: Lang = "en",
    json: Json = False,
    csv: Csv = False,
    quiet: Quiet = False,
    results: Results = None,
    fresh: Fresh = False,
    luck_only: LuckOnly = False,
    until_settled: Annotated[bool, typer.Option("--until-settled", help="Add worlds until no word is left open, --worlds at most.")] = False,
) -> None:
    """Compare scenarios in the same worlds; the first is the baseline."""
    from simulation.commands import Asked, compare_command

    counts = {"worlds": worlds, "first_world": first_world, "seed": seed, "weeks": weeks, "customers": customers, "threads": threads}
    asked = Asked(sets or [], off or [], counts, lang, json, csv, quiet, results, fresh, luck_only, until_settled)
    _say(compare_command(scenarios or [], library, asked))


@app.command()
def report(
    folder: Annotated[str, typer.Argument(metavar="RESULT", help="A results folder that `omnigov compare` or `omnigov sweep` wrote.")],
    lang: Lang = "en",
    json: Json = False,
    csv: Csv = False,
    quiet: Quiet = False,
) -> None:
    """Make the report of a comparison or a sweep again from its stored results, in either language; nothing is run."""
    from simulation.commands import Asked, report_command

    _say(report_command(Path(folder), Asked([], [], {}, lang, json, csv, quiet)))


@app.command()
def init(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A new folder.")],
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Write a commented company and three governances to edit."""
    from simulation.beginnings import init_command

    _say(init_command(Path(folder), lang, json))


@app.command()
def analyse(
    result: Annotated[str, typer.Argument(metavar="RESULT", help="The folder of a comparison or a sweep.")],
    questions: Annotated[
        list[str] | None, typer.Argument(metavar="[QUESTION...]", help="robustness, trade-offs, why, order, change, sensitivity, discovery.  [default: all]")
    ] = None,
    option: Annotated[str | None, typer.Option("--option", metavar="NAME", help="The scenario to explain.  [default: the highest in adoption]")] = None,
    target: Annotated[str | None, typer.Option("--target", metavar="OUTCOME=LEVEL", help="What is to be reached.  [default: value_share=1]")] = None,
    worlds: Annotated[str, typer.Option("--worlds", metavar="N", help="Worlds of each search; all other numbers follow.")] = "40",
    customers: Annotated[str, typer.Option("--customers", metavar="N", help="Simulated customers.")] = "1000",
    threads: Threads = None,
    lang: Lang = "en",
    json: Json = False,
    quiet: Quiet = False,
    results: Results = None,
    fresh: Fresh = False,
) -> None:
    """Why, how robust, in which order, at what trade-off, and what would change the advice: a brief."""
    from simulation.analyse import analyse_command
    from simulation.commands import Asked

    counts = {"worlds": worlds, "customers": customers, "threads": threads}
    _say(analyse_command(result, questions or [], option, target, Asked([], [], counts, lang, json, False, quiet, results, fresh)))


@app.command()
def diagnose(
    answers: Annotated[str | None, typer.Argument(metavar="[ANSWERS]", help="A file of answers (TOML).  [default: asked here]")] = None,
    to: Annotated[str, typer.Option("--to", metavar="DIR", help="Folder for company.toml.")] = "my-company",
    questions: Annotated[bool, typer.Option("--questions", help="Print a file of answers to fill in.")] = False,
    lang: Lang = "en",
) -> None:
    """30 questions about observable facts; the answers make a company file with ranges."""
    from simulation.diagnose import diagnose_command

    _say(diagnose_command(answers, to, lang, questions))


@app.command()
def replay(
    name: Annotated[str, typer.Argument(metavar="SCENARIO|RESULT", help="A scenario (with --world), or a results folder (with --run).")],
    world: Annotated[str | None, typer.Option("--world", metavar="K", help="Which world of a scenario.")] = None,
    run_number: Annotated[str | None, typer.Option("--run", metavar="N", help="Which run of a results folder (column `run` of runs/).")] = None,
    sets: Sets = None,
    off: Off = None,
    seed: Annotated[str | None, typer.Option("--seed", metavar="S", help="Seed of the experiment.  [default: 1]")] = None,
    weeks: Weeks = None,
    customers: Annotated[str | None, typer.Option("--customers", metavar="N", help="Simulated customers.  [default: 5000]")] = None,
    lang: Lang = "en",
    json: Json = False,
    csv: Csv = False,
    quiet: Quiet = False,
    luck_only: LuckOnly = False,
) -> None:
    """That very world again, week by week."""
    from simulation.commands import Asked, replay_command

    counts = {"seed": seed, "weeks": weeks, "customers": customers}
    _say(replay_command(name, world, run_number, Asked(sets or [], off or [], counts, lang, json, csv, quiet, luck_only=luck_only)))


@app.command()
def describe(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Any name; without one, all of them are listed.")] = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Explain a lever, trait, coefficient, outcome, series or step."""
    from simulation.inquiries import describe_command

    _say(describe_command(name, lang, json))


@app.command()
def check(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders or names.")],
    weeks: Weeks = None,
    lang: Lang = "en",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check scenario files and tell what they describe."""
    from simulation.inquiries import check_command

    said = check_command(paths, weeks, lang, json)
    _say("" if quiet else said)


@app.command()
def sweep(
    experiment: Annotated[str, typer.Argument(metavar="EXPERIMENT", help="A name of experiments/ or a file.")],
    worlds: Annotated[str | None, typer.Option("--worlds", metavar="N", help="Worlds, instead of the file's.")] = None,
    first_world: Annotated[str | None, typer.Option("--first-world", metavar="K", help="The first of them, instead of the file's.")] = None,
    seed: Annotated[str | None, typer.Option("--seed", metavar="S", help="Seed, instead of the file's.")] = None,
    weeks: Annotated[str | None, typer.Option("--weeks", metavar="W", help="Horizon of the customers, instead of the file's.")] = None,
    customers: Annotated[str | None, typer.Option("--customers", metavar="N", help="Simulated customers, instead of the file's.")] = None,
    threads: Threads = None,
    shard: Annotated[str | None, typer.Option("--shard", metavar="I/N", help="Only this part of the work: 2/4 is the second of four.")] = None,
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Run on the workers of a dask scheduler.")] = None,
    lang: Lang = "en",
    quiet: Quiet = False,
    results: Results = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew, whatever sweep that folder holds.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Very many points are meant.")] = False,
) -> None:
    """Run a design of many settings; the same command again goes on where it stopped."""
    from simulation.sweep.commands import sweep_command

    counts = {"worlds": worlds, "first_world": first_world, "seed": seed, "weeks": weeks, "customers": customers}
    text, status = sweep_command(experiment, counts, threads, shard, scheduler, results, fresh, yes, lang, quiet)
    _say(text)
    if status:
        raise typer.Exit(status)


@app.command()
def status(
    folders: Annotated[list[str], typer.Argument(metavar="RESULT...", help="Folders of sweeps.")],
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """How far a sweep has come."""
    from simulation.sweep.commands import status_command

    _say(status_command(folders, lang, json))


@app.command()
def merge(
    folders: Annotated[list[str], typer.Argument(metavar="RESULT...", help="Folders of shards of one sweep.")],
    lang: Lang = "en",
    results: Annotated[str | None, typer.Option("--results", metavar="DIR", help="Where to put them together.  [default: the first]")] = None,
) -> None:
    """Put the shards of a sweep together."""
    from simulation.sweep.commands import merge_command

    _say(merge_command(folders, results, lang))


@app.command("list")
def list_(lang: Lang = "en", json: Json = False) -> None:
    """Companies and governance scenarios of the library."""
    from simulation.inquiries import list_command

    _say(list_command(lang, json))


@app.command()
def validate(
    only: Annotated[list[str] | None, typer.Option("--only", metavar="ID", help="Only this pattern or claim (may be repeated).")] = None,
    population: Annotated[str, typer.Option("--population", metavar="NAME|FILE", help="The companies.")] = "typical",
    coefficients: Annotated[str, typer.Option("--coefficients", metavar="FILE", help="A CSV file of vectors; drawn, ranges or reference.")] = "drawn",
    quick: Annotated[bool, typer.Option("--quick", help="A tenth of the companies.")] = False,
    seed: Seed = "1",
    lang: Lang = "en",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Hold the model to published figures and to the claims of the article."""
    from simulation.commands import Asked
    from simulation.evidence.command import validate_command

    _say(validate_command(only or [], population, coefficients, quick, Asked([], [], {"seed": seed}, lang, json, False, quiet)))


@app.command()
def calibrate(
    population: Annotated[str, typer.Option("--population", metavar="NAME|FILE", help="The companies.")] = "typical",
    vectors: Annotated[str, typer.Option("--vectors", metavar="N", help="Vectors in the first wave; two later waves have half.")] = "640",
    store: Annotated[bool, typer.Option("--store", help="Store the plausible vectors with the package, for all comparisons.")] = False,
    seed: Seed = "1",
    lang: Lang = "en",
    quiet: Quiet = False,
    results: Results = None,
) -> None:
    """Fit coefficients to process patterns; goes on where it was stopped."""
    from simulation.commands import Asked
    from simulation.evidence.command import calibrate_command

    _say(calibrate_command(population, vectors, store, Asked([], [], {"seed": seed}, lang, False, False, quiet, results)))


@app.command("app")
def app_(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[str, typer.Option("--port", metavar="N", help="On which port; 0 for any that is free.")] = "8765",
    scenarios: Annotated[str, typer.Option("--scenarios", metavar="DIR", help="Folder of your own scenarios.")] = "my-scenarios",
    results: Annotated[str, typer.Option("--results", metavar="DIR", help="Folder of stored studies.")] = "results",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the pages in a browser.")] = True,
) -> None:
    """Open the pages in a browser: one world, side by side, odds, results."""
    from simulation.app.start import app_command

    app_command(host, port, scenarios, results, browser=browser)


def _say(text: str) -> None:
    """Print an answer, without signs that would steer a terminal; that its reader has gone (`omnigov describe | head`) is no error."""
    try:
        if text:
            print(UNSHOWN.sub("?", text.rstrip("\n")), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status; signs that the terminal cannot show are replaced."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(status_of(arguments))


def status_of(arguments: list[str] | None = None) -> int:
    """Run the command line (default: the process's own) and return its exit status; messages go to standard error."""
    try:
        _all_utf8(arguments or sys.argv[1:])
        found: Any = app(arguments or sys.argv[1:] or ["--help"], prog_name="omnigov", standalone_mode=False)
        if found == INTERRUPTED:
            raise KeyboardInterrupt
        return found if isinstance(found, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        return _failed(["interrupted: nothing was written"], INTERRUPTED)
    except Exception as error:
        return _status(error)


def _all_utf8(words: list[str]) -> None:
    """Refuse words that are not UTF-8 before anything is run: no manifest could hold them."""
    if any("\ud800" <= sign <= "\udfff" for word in words for sign in word):
        from simulation.checks import refuse, unreadable_names

        refuse(unreadable_names(words))


def _status(error: Exception) -> int:
    """The exit status of an error, said in a message; what is nobody's input is raised on, for its trace."""
    from simulation.checks import InputError

    if isinstance(error, InputError):
        return _failed(error.problems, 2)
    if isinstance(error, RecursionError):
        return _failed(["what was given is nested too deeply, or extends one file after the other too often, to be read"], 2)
    from simulation.sweep.stopped import StoppedError

    if isinstance(error, StoppedError):
        return _failed([str(error)], error.status)
    if hasattr(error, "format_message"):  # of the parser of options
        said = error.format_message()
        return _failed([f"{said}{'' if said.endswith(('.', '?')) else ';'} `omnigov --help` and `omnigov COMMAND --help` tell what there is"], 2)
    if isinstance(error, OSError):
        where, given = str(error.filename or "the system"), error.filename and error.errno in NOT_TO_BE_USED
        return _failed([f"{where}: {error.strerror or error}" + ("; name a folder that can be read and written to" if given else "")], 2 if given else 1)
    raise error


def _failed(problems: list[str], status: int) -> int:
    problems = ["".join(sign if sign.isprintable() else "?" for sign in problem) for problem in problems]  # names come from files that anyone wrote
    head = "" if len(problems) == 1 else f"omnigov: {len(problems)} problems\n"
    lines = [f"omnigov: {problem}" if not head else f"  {problem}" for problem in problems]
    print(head + "\n".join(lines), file=sys.stderr, flush=True)
    return status
