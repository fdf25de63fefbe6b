/** The command {@code bench}: how fast each part is, measured, with the peers' figures beside. */
package io.eipmeter.sim.lab.bench;
