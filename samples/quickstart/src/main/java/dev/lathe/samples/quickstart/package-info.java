/**
 * A first look at Lathe: one kernel from source to machine code, then an array kernel on real
 * bytes.
 */
package dev.lathe.samples.quickstart;
