package io.eipmeter.protocols;

/**
 * What became of a datagram as a whole. A datagram of which one set waits is waiting; else of which
 * one is rejected, rejected.
 */
public enum Outcome {
  DECODED,
  DUPLICATE,
  REJECTED,
  WAITING
}
