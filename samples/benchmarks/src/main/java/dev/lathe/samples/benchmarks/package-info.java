/** What Lathe costs and what it gains, measured beside its peers; see the README of this module. */
package dev.lathe.samples.benchmarks;
