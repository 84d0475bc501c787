/** Math functions in kernels: prices of options and the volatilities that they imply. */
package dev.lathe.samples.options;
