import {h, fill, heading} from '../dom.js';
import {table} from '../table.js';
import {livePart} from '../view.js';

export default function proposals(main) {
  const part = h('div');
  fill(main, heading('Proposals', 'Commands that wait for a second risk principal, whole (EYES-1, EYES-2). They are ' +
    'approved and rejected on the command line: flatbook proposal.'), part);
  const live = livePart(part, () => ({path: '/api/proposals'}), answer => table(answer.table, {
    caption: 'Proposals', csv: '/api/proposals?format=csv', hide: ['commandTemplateId'],
    cell: (name, text) => name === 'proposedCommand' ? h('code', {}, text) : undefined
  }));
  return () => live.close();
}
