/** Virtual time: how fast it may go, and who holds it back. */
@org.jspecify.annotations.NullMarked
package io.eipmeter.sim.lab.pace;
