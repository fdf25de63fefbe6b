package io.eipmeter.jobs.alerts.webhook;

import java.util.Map;

/** What goes to a receiver, but for where. */
record Request(String contentType, Map<String, String> headers, byte[] body) {}
