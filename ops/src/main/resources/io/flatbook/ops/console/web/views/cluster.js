import {h, fill, heading} from '../dom.js';
import {on} from '../live.js';

export default function cluster(main) {
  const part = h('div');
  fill(main, heading('Cluster', 'What each node says of itself on its status page, and who was seen to lead.'), part);
  return on('cluster', seen => fill(part, draw(seen)));
}

function draw(seen) {
  return [
    h('p', {class: seen.verdict.startsWith('healthy') ? 'calm' : 'problem'}, seen.verdict),
    h('div', {class: 'cards'}, seen.nodes.map(card)),
    h('h2', {}, 'Leaders seen since the console started'),
    h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Leaders seen', 'data-key': 'leaders'},
      h('table', {},
        h('caption', {}, 'Newest first',
          h('a', {href: '/api/cluster?table=elections&format=csv', download: true, 'data-key': 'csv'}, 'CSV')),
        h('thead', {}, h('tr', {}, ['seen at, UTC', 'term', 'leader', 'before'].map(text =>
          h('th', {scope: 'col'}, text)))),
        h('tbody', {}, seen.elections.rows.map(each => h('tr', {},
          [each.seen.replace('T', ' ').replace('Z', ''), each.term, `node ${each.leader}`, each.before]
            .map(text => h('td', {}, String(text))))))))
  ];
}

function card(node) {
  const fact = (name, text) => text === undefined || text === '' ? [] : [h('dt', {}, name), h('dd', {}, text)];
  const number = value => value === undefined ? undefined : value.toLocaleString('en');
  return h('section', {class: `card ${node.role}`, 'data-member': node.member, 'data-role': node.role,
    'aria-label': `Node ${node.member}`},
    h('h2', {}, `Node ${node.member}: `, h('span', {class: 'role'}, node.role.toLowerCase())),
    node.problem ? h('p', {}, node.problem) : null,
    h('dl', {},
      fact('election', node.election?.toLowerCase()), fact('term', number(node.term)),
      fact('applied position', number(node.appliedPosition)),
      fact('behind, bytes of log', number(node.lagBytes)),
      fact('snapshots', number(node.snapshots)), fact('newest snapshot', age(node.snapshotAgeMs)),
      fact('room on disk', node.hasRoom === undefined ? undefined : node.hasRoom ? 'enough' : 'short'),
      fact('state hash', node.stateHash), fact('replica hash', node.replicaHash)));
}

function age(milliseconds) {
  if (milliseconds === undefined) {
    return undefined;
  }
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s ago` :
    seconds < 7200 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
}
