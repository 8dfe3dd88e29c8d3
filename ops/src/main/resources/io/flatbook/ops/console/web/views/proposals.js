import {h, fill, heading} from '../dom.js';
import {table} from '../table.js';
import {address} from '../api.js';
import {livePart} from '../view.js';
import {decide, offers, onPerson, signIn, told} from '../person.js';

export default function proposals(main) {
  const mayAct = offers.includes('desk');
  const who = mayAct ? signIn() : null;
  const part = h('div');
  const done = told();
  fill(main, heading('Proposals', 'Commands that wait for a second risk principal, whole (EYES-1, EYES-2).' +
    (mayAct ? '' : ' They are approved and rejected on the command line, flatbook proposal, or here if the console ' +
    'is started with --allow-admin.')), who?.part, done.line, part);
  const live = livePart(part, () => ({path: '/api/proposals'}), answer => [
    answer.proposals.map(proposal => card(proposal, (text, isProblem) => {
      done.tell(text, isProblem);
      live.refresh();
    })),
    table(answer.table, {
      caption: 'Proposals', csv: '/api/proposals?format=csv', hide: ['commandTemplateId'],
      cell: (name, text) => name === 'proposedCommand' ? h('code', {}, text) : undefined
    })
  ]);
  const end = mayAct ? onPerson(() => live.refresh()) : () => {};
  return () => {
    who?.end();
    end();
    live.close();
  };
}

function card(proposal, tell) {
  const title = `proposal-${proposal.proposal}`;
  return h('section', {class: 'card proposal', 'aria-labelledby': title, 'data-proposal': proposal.proposal},
    h('h2', {id: title}, `Proposal ${proposal.proposal}: ${proposal.command.command ?? 'unknown command'}`),
    h('p', {}, `By ${proposal.proposer}; expires ${proposal.expires.replace('T', ' ').replace('Z', ' UTC')}.`),
    h('dl', {}, (proposal.fields ?? []).filter(field => field.name !== 'command' && field.shown !== '')
      .flatMap(field => [h('dt', {}, field.heading), h('dd', {}, field.shown)])),
    h('details', {open: true}, h('summary', {}, 'The whole command'), h('pre', {tabindex: '0'},
      h('code', {}, JSON.stringify(proposal.command, null, 2)))),
    proposal.isDefault && offers.includes('desk') ? h('p', {}, h('a',
      {href: address('/desk', {account: proposal.command.account})}, 'What it would do now')) : null,
    offers.includes('desk') ? decide(proposal.proposal, proposal.proposer, tell) : null);
}
