/** Price books, their versions over time, tariffs, and the arithmetic of money. Pure. */
package io.eipmeter.jobs.rating.prices;
