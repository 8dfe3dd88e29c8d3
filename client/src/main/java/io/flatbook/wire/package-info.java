/**
 * The sealed wire: every UDP datagram of the media driver is encrypted and authenticated below Aeron, so that a host
 * without a key gets nothing and leaves nothing behind. {@link io.flatbook.wire.SealedWire} is put into the context of
 * a driver and hands it channel endpoints that seal what they send and open what they receive; Aeron itself is
 * unmodified.
 *
 * <p>A datagram is {@code ciphertext | tag 16 | key id 2 | port 2 | milliseconds 6 | salt 8 | counter 6}. The last 24
 * bytes are the trailer; all of them are authenticated, and the last 12 are the nonce. It is a trailer and not a
 * header, so that a frame can be opened in place and ends up at the beginning of Aeron's buffer. Port is that of the
 * receiver, milliseconds is the sender's wall clock, salt is chosen at random by each endpoint that sends, counter is
 * that endpoint's own, from 0. Each direction of each key has a key derived from it (HKDF-SHA256), and each salt has
 * one derived from that (HMAC-SHA256), so that no nonce is ever used twice under one key.
 *
 * <p>A datagram is refused, counted by {@link io.flatbook.wire.Refusal} and forgotten if it is too short, names a key
 * that is not in the ring, a port that is not bound, a time that is 30 seconds off or before this process put its wire
 * up, a counter that was seen, or if its tag is wrong.
 */
package io.flatbook.wire;
