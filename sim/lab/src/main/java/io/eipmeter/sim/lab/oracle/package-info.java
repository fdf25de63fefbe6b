/**
 * What a scripted world must come to: bills, findings and alerts from the simulation's ledger, with
 * arithmetic of their own. Nothing here knows the jobs, the rater or the price books.
 */
package io.eipmeter.sim.lab.oracle;
