package io.eipmeter.collector.pcap;

import java.io.IOException;

/** A file is no capture we can read; the message is a sentence for the user. */
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1L;

  public CaptureException(String sentence) {
    super(sentence);
  }
}
