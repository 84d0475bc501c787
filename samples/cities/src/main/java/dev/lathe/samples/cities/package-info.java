/** Array kernels on real data: distances between the cities of the tz database. */
package dev.lathe.samples.cities;
