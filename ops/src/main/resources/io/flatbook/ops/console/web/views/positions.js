import {fill, heading} from '../dom.js';

export default function positions(main) {
  fill(main, heading('positions', ''));
  return () => {};
}
