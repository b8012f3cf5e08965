"""What a user of Mesa tries works: agents, sets of agents, collected data, batches, and agents of one's own."""

import gc
import os
import re
import subprocess
import sys
import weakref

import mesa
import numba
import numpy as np
import pytest

from simulation.agents import KINDS, Board, Customer, Directorate, Factory, Segment, Team
from simulation.checks import InputError
from simulation.deciding import decisions_of
from simulation.mechanisms import commitment
from simulation.model import CUSTOMER_AGENTS, OmnichannelModel
from simulation.outcomes import COLUMN, OUTCOMES, SERIES
from simulation.run import run
from simulation.scenario import load
from simulation.state import STEPS

CUSTOMERS, WEEKS = 300, 20
DECISIONS = [(kind, name) for kind in KINDS for name in decisions_of(kind)]


def model(*agent_classes, weeks=WEEKS, world=3, customers=CUSTOMERS, **levers):
    return OmnichannelModel(world=world, weeks=weeks, customers=customers, agent_classes=agent_classes, **levers)


def after(made, weeks=WEEKS):
    for _ in range(weeks):
        made.step()
    return made


def bits(made):
    tables = (made.state.teams, made.state.directorates, made.state.packages, made.state.market, made.state.board, made.state.programme)
    return b"".join(table.tobytes() for table in (*tables, made.state.accounts.series, made.state.customers.trust, made.state.customers.status))


# -- the same run as the batch


@pytest.mark.parametrize("scenario", ["retailer/as-is", "retailer/sponsor-leaves"])
def test_a_model_equals_its_world_of_the_batch_bit_for_bit_over_156_weeks(scenario):
    made = OmnichannelModel(scenario=scenario, world=2, customers=CUSTOMERS, delegation=0.6)
    batch = run(load(scenario).with_(levers={"delegation": 0.6}), worlds=1, first_world=2, customers=CUSTOMERS)
    for week in range(156):
        made.step()
        assert made.series.iloc[week].to_numpy().tobytes() == batch.series.iloc[week].to_numpy().tobytes(), f"week {week + 1}"
    assert not made.running
    assert np.array(list(made.finish().values())).tobytes() == batch.outcomes.iloc[0].to_numpy().tobytes()


def test_nothing_runs_in_python_unless_it_is_overridden():
    assert model().steps_in_python == ()


def test_a_world_that_is_not_given_is_taken_from_rng():
    seen = {OmnichannelModel(rng=rng, customers=CUSTOMERS).world for rng in (1, 2, 3)}
    assert len(seen) == 3
    assert OmnichannelModel(rng=2, customers=CUSTOMERS).world in seen
    stream = np.random.default_rng(2)
    assert len({OmnichannelModel(rng=stream, customers=CUSTOMERS).world for _ in range(3)}) == 3


def test_an_experiment_has_a_seed_of_its_own():
    assert bits(after(model(seed=2))) != bits(after(model()))
    assert bits(after(model(seed=1))) == bits(after(model()))


# -- agents of one's own


def also(kind, name, doing=lambda agent: None):
    """A subclass that does what its kind does, after something else."""

    def method(self, *told):
        doing(self)
        return getattr(super(mine, self), name)(*told)

    mine = type("Same", (kind,), {name: method})
    return mine


@pytest.fixture(scope="module")
def unchanged():
    return bits(after(model()))


@pytest.mark.parametrize(("kind", "name"), DECISIONS)
def test_a_decision_overridden_with_super_is_taken_by_agents_and_changes_nothing(kind, name, unchanged):
    asked = []
    made = after(model(also(kind, name, lambda agent: asked.append(agent.row))))
    assert made.steps_in_python == (decisions_of(kind)[name].step,)
    assert bits(made) == unchanged
    assert asked or name in ("consider_stop", "consider_striking", "lapse_chance")  # asked later: see below


def test_agents_are_asked_in_the_order_of_the_kernel_each_week():
    asked = []
    made = after(model(also(Directorate, "choose_commitment", lambda agent: asked.append(agent.row))), 2)
    assert asked == [*range(len(made.directorates))] * 2


def test_all_classes_may_be_replaced_together_and_still_nothing_changes(unchanged):
    made = after(model(also(Team, "pick_work"), also(Directorate, "wish"), also(Factory, "decide"), also(Board, "hear"), also(Customer, "lapse_chance")))
    assert made.steps_in_python == tuple(step for step in STEPS if step in ("commitment", "allocation", "decisions", "customers"))
    assert bits(made) == unchanged


def returning(kind, name, value):
    return type("Own", (kind,), {name: lambda self, *told: value})


@pytest.mark.parametrize(
    ("mine", "seen"),
    [
        (returning(Directorate, "listen", None), lambda made: made.state.directorates.heard.max() == 0.0),
        (returning(Directorate, "recognise", None), lambda made: (made.state.directorates.recognition == model().state.directorates.recognition).all()),
        (returning(Directorate, "wish", 0.0), lambda made: made.state.directorates.actual.max() < after(model()).state.directorates.actual.min()),
        (returning(Directorate, "choose_commitment", None), lambda made: (made.state.directorates.actual == model().state.directorates.actual).all()),
        (returning(Team, "learn", None), lambda made: made.state.teams.method.max() <= model().state.teams.method.max()),
        (returning(Team, "opinion", 1.0), lambda made: made.state.teams.buy_in.min() > after(model()).state.teams.buy_in.max()),
        (returning(Team, "update_buy_in", None), lambda made: (made.state.teams.buy_in == model().state.teams.buy_in).all()),
        (returning(Team, "pick_work", False), lambda made: made.state.packages.spent.sum() == 0.0 < after(model()).state.packages.spent.sum()),
    ],
    ids=lambda given: "" if callable(given) and not isinstance(given, type) else "-".join(n for n in vars(given) if not n.startswith("_")),
)
def test_what_an_agent_of_ones_own_decides_is_what_happens(mine, seen):
    assert seen(after(model(mine)))


def test_a_factory_that_decides_nothing_and_a_board_that_hears_nothing_leave_more_questions_open():
    """Where few deciders are known and few ties are open, so that much has to climb."""
    weeks, full = 60, {"sponsorship": 1.0, "delegation": 1.0, "scope": 1.0, "role_clarity": 0.0, "silo_level": 1.0}

    def open_questions(*mine):
        return after(model(*mine, weeks=weeks, **full), weeks).state.accounts.series[:, COLUMN["open_questions"]].sum()

    usual = open_questions()
    for deaf in (returning(Factory, "decide", False), returning(Board, "hear", False)):
        assert open_questions(deaf) > usual


def test_a_committee_to_which_nobody_comes_takes_nothing_up():
    met = [made.board.items_left for made in (after(model(), 1), after(model(returning(Directorate, "attend_committee", False)), 1))]
    assert met[1] == 0.0


def test_a_board_may_strike_journeys_off_the_roadmap():
    class Faithful(Board):
        def consider_striking(self):
            pass

    asked = []
    assert bits(after(model(also(Board, "consider_striking", asked.append), weeks=120), 120)) == bits(after(model(weeks=120), 120))
    assert asked
    poor = {"granted": -0.9, "strike": 1.0}  # a board that has next to no money, and looks
    made = [model(*classes, weeks=120) for classes in ((), (Faithful,))]
    for each in made:
        for name, value in poor.items():
            each.state.coefficients[0]["steering"][name] = value
    kept = [after(each, 120).state.programme.kept[0] for each in made]
    assert kept[0] < kept[1]


def test_a_board_may_stop_the_programme():
    class Impatient(Board):
        def consider_stop(self):
            self.stop()

    asked = []
    made = after(model(also(Board, "consider_stop", asked.append), weeks=60), 60)
    assert bits(made) == bits(after(model(weeks=60), 60))
    quarters = [week for week in (12, 25, 38, 51) if week > made.state.coefficients.steering.stop_after[0]]
    assert len(asked) == len(quarters) > 0
    made = after(model(Impatient, weeks=60), 60)
    assert made.state.programme.stopped[0] == 1
    assert made.state.programme.stop_week[0] == quarters[0]
    assert after(model(weeks=60), 60).state.programme.stopped[0] == 0


@pytest.mark.parametrize(
    ("mine", "adopts"),
    [(returning(Customer, "adoption_chance", 0.0), False), (returning(Customer, "adoption_chance", 1.0), True), (returning(Customer, "visit", None), False)],
)
def test_customers_of_ones_own_adopt_as_they_like(mine, adopts):
    made = model(mine)
    made.state.journeys.offered[:] = made.state.journeys.live_share[:] = 1.0
    after(made, 4)
    assert (made.state.market.users[0] > 0) == adopts


def test_customers_who_always_give_up_lapse_and_those_who_never_do_stay():
    def later(*mine):
        return after(model(*mine, weeks=110, customers=500, scenario="retailer/full-package"), 110)

    lapsed = [later(returning(Customer, "lapse_chance", chance)).state.market.lapsed[0] for chance in (0.0, 1.0)]
    assert lapsed[1] > lapsed[0] == 0
    asked = []
    assert bits(later(also(Customer, "lapse_chance", lambda agent: asked.append(agent.row)))) == bits(later())
    assert asked


def test_a_stubborn_directorate_changes_the_outcome():
    class Stubborn(Directorate):
        def choose_commitment(self):
            super().choose_commitment()
            self.actual = 0.02

    usual, stubborn = after(model(weeks=60), 60), after(model(Stubborn, weeks=60), 60)
    assert stubborn.steps_in_python == ("commitment",)
    assert stubborn.series["kept_across"].iloc[-1] < usual.series["kept_across"].iloc[-1] - 0.03
    assert stubborn.series["spent_build"].iloc[-1] < usual.series["spent_build"].iloc[-1]


# -- Mesa


def test_agents_are_those_of_the_company():
    made = model()
    kinds = {kind: len(found) for kind, found in made.agents_by_type.items()}
    assert kinds == {Board: 1, Factory: 1, Directorate: len(made.directorates), Team: len(made.teams), Customer: CUSTOMERS}
    assert [agent.name for agent in made.agents_by_type[Directorate]] == sorted(each.name for each in made.setting.company.directorates)
    assert len({agent.unique_id for agent in made.agents}) == len(made.agents)


def test_above_a_number_of_customers_their_segments_are_agents():
    made = model(customers=CUSTOMER_AGENTS + 1)
    assert Customer not in made.agents_by_type
    assert sum(segment.people for segment in made.agents_by_type[Segment]) == CUSTOMER_AGENTS + 1


def test_sets_of_agents_are_selected_grouped_aggregated_set_and_asked():
    made = after(model(), 5)
    teams = made.agents_by_type[Team]
    assert len(teams.select(lambda team: team.speciality == "systems")) == sum(team.speciality == "systems" for team in made.teams)
    means = teams.groupby("unit").agg("buy_in", np.mean)
    assert means[made.directorates[0].name] == pytest.approx(np.mean([team.buy_in for team in made.directorates[0].teams]))
    assert teams.agg("buy_in", np.mean) == pytest.approx(made.state.teams.buy_in.mean())
    teams.set("buy_in", 0.25)
    assert (made.state.teams.buy_in == 0.25).all()
    wishes = made.agents_by_type[Directorate].map("wish")
    assert wishes == [each.wish() for each in made.directorates]


def test_data_of_the_model_its_agents_and_a_type_of_agents_are_collected():
    made = model()
    made.datacollector = mesa.DataCollector(
        model_reporters={"adoption": lambda one: one.series["adoption"].iloc[-1], "sponsor": lambda one: one.board.sponsor_present},
        agent_reporters={"name": "name"},
        agenttype_reporters={Directorate: {"actual": "actual", "wish": lambda each: each.wish()}, Team: {"buy_in": "buy_in"}},
    )
    after(made, 3)
    assert len(made.datacollector.get_model_vars_dataframe()) == 3
    assert len(made.datacollector.get_agent_vars_dataframe()) == 3 * len(made.agents)
    actual = made.datacollector.get_agenttype_vars_dataframe(Directorate)["actual"].to_numpy()[-len(made.directorates) :]
    assert (actual == made.state.directorates.actual).all()


def test_every_series_is_collected_without_being_asked_for():
    made = after(model(), 3)
    collected = made.datacollector.get_model_vars_dataframe()
    assert list(collected.columns) == list(SERIES)
    assert collected.to_numpy().tobytes() == made.series.to_numpy().tobytes()


def test_a_batch_of_mesa_runs_over_a_lever_and_worlds():
    given = {"sponsorship": [0, 0.5, 1], "world": range(2), "weeks": 10, "customers": CUSTOMERS}
    rows = mesa.batch_run(OmnichannelModel, given, display_progress=False)
    assert len(rows) == 6
    one = next(row for row in rows if row["sponsorship"] == 0.5 and row["world"] == 1)
    assert one["recognition"] == after(model(world=1, weeks=10, sponsorship=0.5), 10).series["recognition"].iloc[-1]
    assert len({row["recognition"] for row in rows}) == 6


def test_models_that_are_dropped_leave_memory():
    kept = weakref.WeakSet()
    for world in range(200):
        made = model(also(Directorate, "wish"), world=world, customers=10)
        if world % 50 == 0:
            made.step()
        kept.add(made)
    del made
    gc.collect()
    assert len(kept) == 0


@pytest.mark.filterwarnings("ignore:Failed to validate hooks")  # in a page of Mesa itself
def test_mesas_own_page_shows_the_model():
    """It is drawn with our model and parameters: an error in it is raised here, since nothing handles it."""
    solara = pytest.importorskip("solara")
    from mesa.visualization import SolaraViz, make_plot_component

    slider = {"type": "SliderFloat", "value": 0.35, "label": "Sponsorship", "min": 0.0, "max": 1.0, "step": 0.05}
    page = SolaraViz(model(), components=[make_plot_component("adoption")], model_params={"sponsorship": slider, "world": 3, "customers": CUSTOMERS})
    box, shown = solara.render(page, handle_error=False)
    assert box.children
    shown.close()


def played():
    one = after(model(also(Directorate, "wish"), also(Team, "pick_work"), also(Customer, "visit"), weeks=3, customers=20), 3)
    return f"{numba.config.DISABLE_JIT} {one.steps_in_python} {bits(one).hex()}\n"


PLAIN = """
import sys; sys.path.insert(0, "tests")
from test_mesa import played
print(played(), end="")
"""


def test_in_plain_python_agents_play_the_same_bits():
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}
    plain = subprocess.run([sys.executable, "-c", PLAIN], env=env, capture_output=True, text=True, check=True).stdout.split(" ", 1)
    compiled = played().split(" ", 1)
    assert (plain[0], compiled[0]) == ("1", "0")
    assert plain[1] == compiled[1]


# -- what cannot be done


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda made: setattr(made, "sponsorship", 0.9), "levers are decided beforehand: give sponsorship= to a new model"),
        (lambda made: setattr(made, "weeks", 500), "weeks is fixed for a run"),
        (lambda made: setattr(made, "state", None), "state is fixed for a run"),
        (lambda made: setattr(made.directorates[0], "wish", lambda: 0.0), r"wish\(\) of one agent alone would never be called"),
    ],
)
def test_what_would_come_of_nothing_is_refused(act, said):
    with pytest.raises(AttributeError, match=said):
        act(model())


def test_an_agent_cannot_be_added():
    made = model()
    with pytest.raises(RuntimeError, match="agents cannot be added"):
        Team(made, 0, "ghost")


def test_the_decision_of_another_kind_and_what_is_no_method_are_refused():
    with pytest.raises(InputError, match=r"Eager.wish\(\) would never be called: wish\(\) is a decision of a Directorate"):
        type("Eager", (Team,), {"wish": lambda self: 1.0})
    with pytest.raises(InputError, match=r"Sure\.opinion is no method"):
        type("Sure", (Team,), {"opinion": 0.5})


def test_a_parameter_that_a_rule_does_not_have_is_told():
    class Apart(Directorate):
        def wish(self):
            return self.follow(commitment.own_wish, opennes=0.0)

    with pytest.raises(TypeError, match="own_wish is given no opennes; it is given"):
        model(Apart).step()


def test_numbers_given_as_text_are_taken_as_numbers_and_a_class_alone_is_told():
    assert bits(after(model(world="7", weeks="5"), 5)) == bits(after(model(world=7, weeks=5), 5))
    with pytest.raises(InputError, match=r"give a list of classes, for example \[Team\]"):
        OmnichannelModel(agent_classes=Team)


def test_an_agent_cannot_be_removed():
    made = model()
    for removing in (made.teams[0].remove, made.remove_all_agents):
        with pytest.raises(RuntimeError, match="row of the state for the whole run"):
            removing()
    assert len(made.agents_by_type[Team]) == len(made.teams)


def test_what_follows_from_the_week_cannot_be_set():
    made = model()
    with pytest.raises(AttributeError, match=r"Directorate.results is not set by hand.*these may be set: declared, actual"):
        made.directorates[0].results = 1.0
    with pytest.raises(AttributeError, match="nothing of a Board is set by hand; or give another lever"):
        made.board.sponsor_hours = 40
    with pytest.raises(AttributeError, match="a Team has no 'buyin'; did you mean 'buy_in'"):
        made.agents_by_type[Team].set("buyin", 0.5)
    with pytest.raises(ValueError, match=r"Team.buy_in = 7: a number from 0 to 1"):
        made.teams[0].buy_in = 7


def test_a_mark_of_ones_own_may_be_put_on_an_agent():
    made = model()
    made.teams[0].colour = "red"
    assert made.teams[0].colour == "red"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("chose_commitment", r"Sly.chose_commitment\(\) would never be called: did you mean choose_commitment\(\)"),
        ("step", r"Sly.step\(\) would never be called: a week asks for listen\(\), recognise\(\)"),
        ("actual", "Sly.actual would hide a column of the state"),
    ],
)
def test_a_method_that_nobody_would_call_is_refused_where_it_is_defined(name, message):
    with pytest.raises(InputError, match=message):
        type("Sly", (Directorate,), {name: lambda self: None})


def test_a_method_that_takes_other_arguments_than_it_is_told_is_refused():
    with pytest.raises(InputError, match=r"Deaf.pick_work\(self\) is called with \(self, package, part\)"):
        type("Deaf", (Team,), {"pick_work": eval("lambda self: True")})


def test_a_helper_of_ones_own_is_let_be():
    assert type("Helped", (Team,), {"mood": lambda self: 1.0, "_opinions": lambda self: 2.0})


@pytest.mark.parametrize(
    ("kind", "name", "value", "error", "message"),
    [
        (Directorate, "wish", None, TypeError, r"Own.wish\(\) returned None: a number is needed"),
        (Directorate, "wish", 1.5, ValueError, r"Own.wish\(\) returned 1.5: a number from 0 to 1"),
        (Customer, "adoption_chance", -1.0, ValueError, "a number of 0 or more"),
        (Directorate, "attend_committee", None, TypeError, "True or False is needed"),
    ],
)
def test_an_answer_that_is_none_is_refused(kind, name, value, error, message):
    with pytest.raises(error, match=message):
        after(model(returning(kind, name, value)), 2)


@pytest.mark.parametrize(
    ("kind", "name", "value", "message"),
    [
        (Directorate, "recognise", 1.0, r"Own.recognise\(\) returned 1.0, .* returns nothing; set self.recognition$"),
        (Directorate, "choose_commitment", 0.5, "set self.declared, self.actual and self.reactance"),
        (Team, "update_buy_in", 0.0, "set self.buy_in"),
        (Customer, "visit", False, r"call super\(\).visit\(\)"),
    ],
)
def test_a_value_from_a_decision_that_acts_is_refused_with_what_to_do_instead(kind, name, value, message):
    with pytest.raises(TypeError, match=message):
        after(model(returning(kind, name, value)), 2)


def test_a_board_that_returns_true_to_stop_is_told_how_to_stop():
    with pytest.raises(TypeError, match=r"Own.consider_stop\(\) returned True, .*; call self.stop\(\) to stop the programme"):
        after(model(returning(Board, "consider_stop", True), weeks=60), 60)


def test_a_directorate_that_sets_what_it_decides_has_it():
    class Convinced(Directorate):
        def recognise(self):
            self.recognition = 1.0

    assert (after(model(Convinced), 2).state.directorates.recognition == 1.0).all()


def test_a_decision_in_the_midst_of_a_week_cannot_be_asked_for_outside_it():
    made = after(model(), 2)
    for asking in (
        made.customers[0].visit,
        made.customers[0].lapse_chance,
        lambda: made.teams[0].pick_work(made.packages[0], "systems"),
    ):
        with pytest.raises(RuntimeError, match=r"let model.step\(\) ask for it"):
            asking()


def test_a_step_after_the_end_is_refused():
    with pytest.raises(RuntimeError, match="the run is over after 2 weeks"):
        after(model(weeks=2), 3)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sponsrship": 0.5}, "did you mean 'sponsorship'"),
        ({"sponsorship": 2.0}, "sponsorship"),
        ({"world": -1}, "world"),
        ({"customers": 1}, "customers"),
        ({"agent_classes": [mesa.Agent]}, "is no subclass of Board"),
        ({"agent_classes": [Team, type("Other", (Team,), {})]}, "are both a Team"),
        ({"agent_classes": [type("Mine", (Customer,), {})], "customers": CUSTOMER_AGENTS + 1}, f"up to {CUSTOMER_AGENTS} customers"),
    ],
)
def test_what_a_model_cannot_be_made_of_is_refused_with_what_to_do(given, message):
    with pytest.raises(InputError, match=message):
        OmnichannelModel(**given)


# -- read-outs


def test_why_a_directorate_and_a_team_do_what_they_do_adds_up_to_what_they_wish():
    made = after(model(), 10)
    for agent, decided in ((made.directorates[0], made.directorates[0].wish()), (made.teams[0], made.teams[0].opinion())):
        assert 1 / (1 + np.exp(-sum(agent.why().values()))) == pytest.approx(decided)


def test_what_a_directorate_heard_of_common_objectives_is_within_its_goals():
    made = after(model(shared_okrs=0.9), 10)
    one, c = made.directorates[0], made.state.coefficients[0]["commitment"]
    before = one.why()
    one.heard = 0.0
    less = {name: before[name] - told for name, told in one.why().items()}
    assert before["heard"] == pytest.approx(less["heard"])
    explained = (1.0 - c.unexplained) * before["heard"] / c.heard
    pull = c.goals * one.goal_weight * c.in_common * one.common_share * (1.0 - c.dilution * one.common_share)
    assert less["goals"] == pytest.approx(pull * explained)
    assert {name for name, lost in less.items() if lost} == {"heard", "goals"}


def test_waits_of_a_week_are_those_that_the_books_count():
    made = after(model(weeks=60), 50)
    before = made.state.accounts.waits.copy()
    made.step()
    counted = made.state.accounts.waits - before
    seen = np.zeros_like(counted)
    for each in made.waits():
        seen[made.units.index(each.who), made.units.index(each.whom)] += 1
    assert seen.sum() > 0
    assert (seen == counted).all()


def test_open_questions_are_those_of_packages_and_the_oldest_come_first():
    made = after(model(weeks=60), 60)
    found = made.questions()
    assert len(found) == sum(package.open for package in made.packages) == made.series["open_questions"].iloc[-1]
    assert [each.weeks for each in found] == sorted((each.weeks for each in found), reverse=True)


def test_open_ties_of_the_model_are_those_of_its_teams():
    made = after(model(), 2)
    mine = {frozenset((team.row, other.row)) for team in made.teams for other in team.open_ties}
    assert {frozenset((one.row, other.row)) for one, other in made.open_ties()} == mine != set()
    closed = after(model(silo_level=1.0), 2)
    assert closed.open_ties() == []


def test_outcomes_are_unknown_before_the_horizon():
    made = after(model(), 3)
    assert list(made.outcomes()) == list(OUTCOMES)
    assert all(np.isnan(value) for value in made.outcomes().values())


# -- the tutorial


def test_the_tutorial_runs_block_by_block(tmp_path, monkeypatch, capsys):
    from pathlib import Path

    import matplotlib

    matplotlib.use("Agg")
    page = (Path(__file__).parent.parent / "docs" / "mesa.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {"__name__": "tutorial"}
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    for block in blocks:
        exec(compile(block, "docs/mesa.md", "exec"), known)
    assert (tmp_path / "given.png").stat().st_size > 10_000
    assert known["stubborn"].steps_in_python == ("commitment",)
    assert "('commitment',)" in capsys.readouterr().out


def test_the_tutorial_says_of_every_decision_what_it_returns_or_how_it_acts():
    from pathlib import Path

    page = (Path(__file__).parent.parent / "docs" / "mesa.md").read_text(encoding="utf-8")
    for kind, name in DECISIONS:
        one = decisions_of(kind)[name]
        row = next(line for line in page.splitlines() if line.startswith(f"| `{kind.__name__}.{name}({', '.join(one.told)})` |"))
        _, _, returns, acts, _ = (cell.strip().replace("`", "") for cell in row.split("|"))
        assert returns.partition(",")[0] == ("" if one.gives == "nothing" else one.gives)
        assert acts == one.acts


def test_what_an_acting_decision_sets_may_be_set():
    for kind, name in DECISIONS:
        one = decisions_of(kind)[name]
        assert bool(one.acts) == (one.gives == "nothing")
        for named in re.findall(r"self\.(\w+)", one.acts):
            assert named in kind.MOVES or callable(getattr(kind, named))
