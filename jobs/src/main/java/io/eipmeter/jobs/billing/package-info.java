/** The job `billing`: settled minutes become quarters by owner, and early charges. */
package io.eipmeter.jobs.billing;
