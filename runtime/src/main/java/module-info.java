/** Lathe's runtime: annotation, compiler and linker. */
module dev.lathe {
  exports dev.lathe;
  exports dev.lathe.assertions;
  exports dev.lathe.ir;
}
