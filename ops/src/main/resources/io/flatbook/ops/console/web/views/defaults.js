import {fill, heading} from '../dom.js';

export default function defaults(main) {
  fill(main, heading('defaults', ''));
  return () => {};
}
