/** The tests of the Grafana dashboards: what they are made of, and what their queries answer. */
@org.jspecify.annotations.NullMarked
package io.eipmeter.dashboards;
