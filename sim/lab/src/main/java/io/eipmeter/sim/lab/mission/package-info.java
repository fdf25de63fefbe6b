/**
 * The whole mission in one run: bills, idle findings and alerts of a scripted world, against what
 * they must be.
 */
package io.eipmeter.sim.lab.mission;
