/**
 * Random Java programs: their trees, a generator of them, and a shrinker of those that fail. The
 * tests of runtime and processor run them.
 */
package dev.lathe.random;
