package io.eipmeter.jobs.alerts.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Who is told.
 *
 * @param secrets the first is the newest; a body is signed with each, so that a receiver may know
 *     only one of them while keys change
 * @param privateAllowed whether it may be at an address that is not public
 * @param timeout of a whole attempt
 * @param parkAfter a notice that was tried in vain for so long is tried no more
 */
record Receiver(
    String name,
    Form form,
    URI url,
    List<Secret> secrets,
    boolean privateAllowed,
    Duration timeout,
    Duration parkAfter) {

  /** What the body looks like. */
  enum Form {
    /** Our JSON under Standard Webhooks signatures. */
    @JsonProperty("standard")
    STANDARD,
    /** POST /api/v2/alerts. */
    @JsonProperty("alertmanager")
    ALERTMANAGER,
    /** CloudMonitor's callback. */
    @JsonProperty("cloudmonitor")
    CLOUDMONITOR
  }

  Receiver {
    secrets = List.copyOf(secrets);
  }

  /** Without the URL: some receivers hide a secret in it. */
  @Override
  public String toString() {
    return name;
  }
}
