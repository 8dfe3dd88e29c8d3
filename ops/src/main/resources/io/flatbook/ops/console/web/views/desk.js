import {h, fill, heading} from '../dom.js';
import {table} from '../table.js';
import {chart} from '../chart.js';
import {address, setState, state} from '../api.js';
import {filters, livePart} from '../view.js';
import {decide, onPerson, person, post, signIn, told, twoSteps} from '../person.js';

export default function desk(main) {
  const who = signIn();
  const part = h('div');
  const done = told();
  const form = filters([['account', 'Account', 'numeric']], state(), values => {
    setState(values);
    live.refresh();
  });
  fill(main, heading('Default desk', 'Declares an account in default, by two people: a dry run on the live book, ' +
    'the plan, a proposal, and a second person who lets it take effect (STAT-6, EYES-1).'),
  who.part, form, done.line, part);
  const live = livePart(part, () => state().account ? {path: '/api/plan', parameters: {account: state().account}} :
    null, answer => answer ? draw(answer, () => live.refresh(), done.tell) :
    h('p', {class: 'none'}, 'Name an account to see what its default would do. Nothing is sent by looking.'));
  const end = onPerson(() => live.refresh());
  return () => {
    who.end();
    end();
    live.close();
  };
}

function draw(plan, redraw, tell) {
  const isOver = plan.status === 'CLOSED_OUT';
  const isPlanned = plan.reason === 'NONE';
  const waiting = plan.proposals[0];
  const run = plan.runs.rows[0];
  const told = (text, isProblem) => { tell(text, isProblem); redraw(); };
  return [
    h('ol', {class: 'steps', 'aria-label': 'Steps'},
      step('Dry run', isPlanned || isOver, isOver ? 'Its positions are closed out.' : isPlanned ?
        'Planned on the book as it is now; each change of the book plans it anew.' :
        `No run can be planned: ${plan.reason}.`),
      step('Proposal', Boolean(waiting || run), waiting ?
        `Proposal ${waiting.proposal} by ${waiting.proposer} waits.` : run ? 'Decided.' : 'None yet.',
      !waiting && !isOver && person() ? twoSteps({key: `declare:${plan.account}`,
        label: `Propose to declare account ${plan.account} in default`,
        question: `Propose to close all positions of account ${plan.account}?`, told,
        act: async () => {
          const answer = await post('/api/defaults', {account: String(plan.account)});
          return `Proposal ${answer.detail} waits for a second person.`;
        }}) : null),
      step('Second person', Boolean(run) && !waiting, waiting ? 'Somebody else than the proposer lets it take effect.' :
        run ? 'Done.' : 'Nothing waits.', waiting ? decide(waiting.proposal, waiting.proposer, told) : null),
      step('Executed', Boolean(run), run ? h('a', {href: address('/defaults', {run: run.run}), 'data-run': run.run},
        `Run ${run.run}: who paid, and whose positions were closed`) : 'No run of this account was seen.')),
    h('h2', {}, `Account ${plan.account}`),
    h('dl', {class: 'tiles'}, plan.figures.filter(figure => figure.shown !== '' && figure.name !== 'account')
      .map(figure => h('div', {class: 'tile'}, h('dt', {}, figure.heading), h('dd', {}, figure.shown)))),
    plan.positions.rows.length ? table(plan.positions, {caption: 'Its positions', hide: ['account'],
      csv: csv(plan, 'positions')}) : null,
    isPlanned && !isOver ? [h('h2', {}, 'What the run would do now'),
      waterfall(plan),
      table(plan.waterfall, {caption: 'Who would pay the deficit, in this order', csv: csv(plan, 'waterfall')}),
      table(plan.pairs, {caption: 'Whose positions would be closed, the first 32', csv: csv(plan, 'pairs')}),
      h('h2', {}, 'The same under each policy'),
      table(plan.plans, {caption: 'Plans', csv: csv(plan, 'plans')})] : null,
    h('p', {class: 'none'}, 'The command: ', h('code', {},
      JSON.stringify({command: 'declareDefault', account: plan.account})))
  ];
}

function step(name, isDone, ...content) {
  return h('li', {class: isDone ? 'is-done' : '', 'data-step': name, 'data-done': String(isDone)},
    h('strong', {}, name + ': '), ...content);
}

function csv(plan, name) {
  return address('/api/plan', {account: plan.account, table: name, format: 'csv'});
}

function waterfall(plan) {
  const layers = plan.waterfall.rows;
  const left = [Number(plan.deficit), ...layers.map(row => Number(row.left))];
  const texts = ['deficit', ...layers.map(row => row.layer), ''];
  return chart(texts.map((text, at) => at), {
    caption: 'What would be left of the deficit after each layer', xLabel: 'layer', xTexts: texts,
    series: [{label: 'left', values: [...left, left[left.length - 1]], color: 'bad', stepped: true, filled: true}]
  });
}
