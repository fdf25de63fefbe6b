/** The job `idle`: EIPs that cost money and serve nobody. */
package io.eipmeter.jobs.idle;
