import {fill, heading} from '../dom.js';

export default function proposals(main) {
  fill(main, heading('proposals', ''));
  return () => {};
}
