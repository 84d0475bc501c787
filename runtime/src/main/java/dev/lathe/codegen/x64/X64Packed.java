package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.Form.*;
import static dev.lathe.codegen.x64.X64Feature.*;

/**
 * The instructions on packed lanes and on masks: what {@link X64Op} is for the others, but a row
 * stands for all the lines of its page of the Intel SDM (volume 2) that differ by the length of
 * their vectors only. {@link X64PackedOp} is one of these lines.
 *
 * <pre>
 * name      VEX opcode        EVEX opcode      Op/En instruction              decoration broadcast
 * VADDPD  ("66.0F.WIG 58 /r", "66.0F.W1 58 /r", RVM, "vaddpd =v, v, v/m",       "kzb",     64, AVX),
 * KANDQ   ("L1.0F.W1 41 /r",  null,             RVM, "kandq =k, k, k",          "",         0, AVX512BW),
 * </pre>
 *
 * <ul>
 *   <li><b>Opcodes:</b> {@link Encoding} without its first words, {@code VEX.256.}; null if there
 *       is none. One that begins with a length has that only.
 *   <li><b>Instruction:</b> {@link Signature}, where {@code v} is a vector of the row's length,
 *       {@code h}, {@code q} and {@code e} the half, a quarter and an eighth of one, {@code m} as
 *       much memory.
 *   <li><b>Decoration:</b> {@code k} if a mask may leave lanes of operand 0 as they are (or, where
 *       that is a mask, turn them off), {@code z} if it may clear them, {@code b} if memory may be
 *       one lane for all, of so many bits as the next column says; {@code 2} if there is nothing of
 *       128 bits.
 *   <li><b>Feature:</b> what the VEX line needs; those of EVEX need AVX-512 F, DQ, BW, VL and CD,
 *       or what stands here if that is more.
 * </ul>
 *
 * <p>A name is the mnemonic, with the first operand if that is not a vector, or the last where it
 * tells rows apart. Not loaded by code on scalars.
 */
enum X64Packed {
  // format:off
  // Moves. All of a register is moved by vmovups; a predicate needs the row of its lanes.
  VMOVUPS         ("0F.WIG 10 /r",            "0F.W0 10 /r",               RM,    "vmovups =v, v/m",                       "kz",   0,  AVX),
  VMOVUPS_M       ("0F.WIG 11 /r",            "0F.W0 11 /r",               MR,    "vmovups =m, v",                         "k",    0,  AVX),
  VMOVDQU8        (null,                      "F2.0F.W0 6F /r",            RM,    "vmovdqu8 =v, v/m",                      "kz",   0,  AVX512BW),
  VMOVDQU8_M      (null,                      "F2.0F.W0 7F /r",            MR,    "vmovdqu8 =m, v",                        "k",    0,  AVX512BW),
  VMOVDQU16       (null,                      "F2.0F.W1 6F /r",            RM,    "vmovdqu16 =v, v/m",                     "kz",   0,  AVX512BW),
  VMOVDQU16_M     (null,                      "F2.0F.W1 7F /r",            MR,    "vmovdqu16 =m, v",                       "k",    0,  AVX512BW),
  VMOVDQU32       (null,                      "F3.0F.W0 6F /r",            RM,    "vmovdqu32 =v, v/m",                     "kz",   0,  AVX512F),
  VMOVDQU32_M     (null,                      "F3.0F.W0 7F /r",            MR,    "vmovdqu32 =m, v",                       "k",    0,  AVX512F),
  VMOVDQU64       (null,                      "F3.0F.W1 6F /r",            RM,    "vmovdqu64 =v, v/m",                     "kz",   0,  AVX512F),
  VMOVDQU64_M     (null,                      "F3.0F.W1 7F /r",            MR,    "vmovdqu64 =m, v",                       "k",    0,  AVX512F),
  VMASKMOVPS      ("66.0F38.W0 2C /r",        null,                        RVM,   "vmaskmovps =v, v, m",                   "",     0,  AVX),
  VMASKMOVPD      ("66.0F38.W0 2D /r",        null,                        RVM,   "vmaskmovpd =v, v, m",                   "",     0,  AVX),
  VMASKMOVPS_M    ("66.0F38.W0 2E /r",        null,                        MVR,   "vmaskmovps =m, v, v",                   "",     0,  AVX),
  VMASKMOVPD_M    ("66.0F38.W0 2F /r",        null,                        MVR,   "vmaskmovpd =m, v, v",                   "",     0,  AVX),
  VPBLENDMB       (null,                      "66.0F38.W0 66 /r",          RKVM,  "vpblendmb =v {k}, v, v/m",              "",     0,  AVX512BW),
  VPBLENDMW       (null,                      "66.0F38.W1 66 /r",          RKVM,  "vpblendmw =v {k}, v, v/m",              "",     0,  AVX512BW),
  VPBLENDMD       (null,                      "66.0F38.W0 64 /r",          RKVM,  "vpblendmd =v {k}, v, v/m",              "b",    32, AVX512F),
  VPBLENDMQ       (null,                      "66.0F38.W1 64 /r",          RKVM,  "vpblendmq =v {k}, v, v/m",              "b",    64, AVX512F),
  VBLENDVPS       ("66.0F3A.W0 4A /r /is4",   null,                        RVMS,  "vblendvps =v, v, v/m, v",               "",     0,  AVX),
  VBLENDVPD       ("66.0F3A.W0 4B /r /is4",   null,                        RVMS,  "vblendvpd =v, v, v/m, v",               "",     0,  AVX),
  VPBLENDVB       ("66.0F3A.W0 4C /r /is4",   null,                        RVMS,  "vpblendvb =v, v, v/m, v",               "",     0,  AVX2),

  // Floats.
  VADDPS          ("0F.WIG 58 /r",            "0F.W0 58 /r",               RVM,   "vaddps =v, v, v/m",                     "kzb",  32, AVX),
  VADDPD          ("66.0F.WIG 58 /r",         "66.0F.W1 58 /r",            RVM,   "vaddpd =v, v, v/m",                     "kzb",  64, AVX),
  VMULPS          ("0F.WIG 59 /r",            "0F.W0 59 /r",               RVM,   "vmulps =v, v, v/m",                     "kzb",  32, AVX),
  VMULPD          ("66.0F.WIG 59 /r",         "66.0F.W1 59 /r",            RVM,   "vmulpd =v, v, v/m",                     "kzb",  64, AVX),
  VSUBPS          ("0F.WIG 5C /r",            "0F.W0 5C /r",               RVM,   "vsubps =v, v, v/m",                     "kzb",  32, AVX),
  VSUBPD          ("66.0F.WIG 5C /r",         "66.0F.W1 5C /r",            RVM,   "vsubpd =v, v, v/m",                     "kzb",  64, AVX),
  VMINPS          ("0F.WIG 5D /r",            "0F.W0 5D /r",               RVM,   "vminps =v, v, v/m",                     "kzb",  32, AVX),
  VMINPD          ("66.0F.WIG 5D /r",         "66.0F.W1 5D /r",            RVM,   "vminpd =v, v, v/m",                     "kzb",  64, AVX),
  VDIVPS          ("0F.WIG 5E /r",            "0F.W0 5E /r",               RVM,   "vdivps =v, v, v/m",                     "kzb",  32, AVX),
  VDIVPD          ("66.0F.WIG 5E /r",         "66.0F.W1 5E /r",            RVM,   "vdivpd =v, v, v/m",                     "kzb",  64, AVX),
  VMAXPS          ("0F.WIG 5F /r",            "0F.W0 5F /r",               RVM,   "vmaxps =v, v, v/m",                     "kzb",  32, AVX),
  VMAXPD          ("66.0F.WIG 5F /r",         "66.0F.W1 5F /r",            RVM,   "vmaxpd =v, v, v/m",                     "kzb",  64, AVX),
  VXORPS          ("0F.WIG 57 /r",            "0F.W0 57 /r",               RVM,   "vxorps =v, v, v/m",                     "",     0,  AVX),
  VSQRTPS         ("0F.WIG 51 /r",            "0F.W0 51 /r",               RM,    "vsqrtps =v, v/m",                       "kzb",  32, AVX),
  VSQRTPD         ("66.0F.WIG 51 /r",         "66.0F.W1 51 /r",            RM,    "vsqrtpd =v, v/m",                       "kzb",  64, AVX),
  VROUNDPS        ("66.0F3A.WIG 08 /r ib",    null,                        RMI,   "vroundps =v, v/m, imm8",                "",     0,  AVX),
  VROUNDPD        ("66.0F3A.WIG 09 /r ib",    null,                        RMI,   "vroundpd =v, v/m, imm8",                "",     0,  AVX),
  VRNDSCALEPS     (null,                      "66.0F3A.W0 08 /r ib",       RMI,   "vrndscaleps =v, v/m, imm8",             "b",    32, AVX512F),
  VRNDSCALEPD     (null,                      "66.0F3A.W1 09 /r ib",       RMI,   "vrndscalepd =v, v/m, imm8",             "b",    64, AVX512F),
  VRANGEPS        (null,                      "66.0F3A.W0 50 /r ib",       RVMI,  "vrangeps =v, v, v/m, imm8",             "b",    32, AVX512DQ),
  VRANGEPD        (null,                      "66.0F3A.W1 50 /r ib",       RVMI,  "vrangepd =v, v, v/m, imm8",             "b",    64, AVX512DQ),
  VCMPPS          ("0F.WIG C2 /r ib",         null,                        RVMI,  "vcmpps =v, v, v/m, imm8",               "",     0,  AVX),
  VCMPPD          ("66.0F.WIG C2 /r ib",      null,                        RVMI,  "vcmppd =v, v, v/m, imm8",               "",     0,  AVX),
  VCMPPS_K        (null,                      "0F.W0 C2 /r ib",            RVMI,  "vcmpps =k, v, v/m, imm8",               "kb",   32, AVX512F),
  VCMPPD_K        (null,                      "66.0F.W1 C2 /r ib",         RVMI,  "vcmppd =k, v, v/m, imm8",               "kb",   64, AVX512F),
  VFMADD132PS     ("66.0F38.W0 98 /r",        "66.0F38.W0 98 /r",          RVM,   "vfmadd132ps +v, v, v/m",                "kb",   32, FMA),
  VFMADD213PS     ("66.0F38.W0 A8 /r",        "66.0F38.W0 A8 /r",          RVM,   "vfmadd213ps +v, v, v/m",                "kb",   32, FMA),
  VFMADD231PS     ("66.0F38.W0 B8 /r",        "66.0F38.W0 B8 /r",          RVM,   "vfmadd231ps +v, v, v/m",                "kb",   32, FMA),
  VFMADD132PD     ("66.0F38.W1 98 /r",        "66.0F38.W1 98 /r",          RVM,   "vfmadd132pd +v, v, v/m",                "kb",   64, FMA),
  VFMADD213PD     ("66.0F38.W1 A8 /r",        "66.0F38.W1 A8 /r",          RVM,   "vfmadd213pd +v, v, v/m",                "kb",   64, FMA),
  VFMADD231PD     ("66.0F38.W1 B8 /r",        "66.0F38.W1 B8 /r",          RVM,   "vfmadd231pd +v, v, v/m",                "kb",   64, FMA),
  VFMSUB132PS     ("66.0F38.W0 9A /r",        "66.0F38.W0 9A /r",          RVM,   "vfmsub132ps +v, v, v/m",                "kb",   32, FMA),
  VFMSUB213PS     ("66.0F38.W0 AA /r",        "66.0F38.W0 AA /r",          RVM,   "vfmsub213ps +v, v, v/m",                "kb",   32, FMA),
  VFMSUB231PS     ("66.0F38.W0 BA /r",        "66.0F38.W0 BA /r",          RVM,   "vfmsub231ps +v, v, v/m",                "kb",   32, FMA),
  VFMSUB132PD     ("66.0F38.W1 9A /r",        "66.0F38.W1 9A /r",          RVM,   "vfmsub132pd +v, v, v/m",                "kb",   64, FMA),
  VFMSUB213PD     ("66.0F38.W1 AA /r",        "66.0F38.W1 AA /r",          RVM,   "vfmsub213pd +v, v, v/m",                "kb",   64, FMA),
  VFMSUB231PD     ("66.0F38.W1 BA /r",        "66.0F38.W1 BA /r",          RVM,   "vfmsub231pd +v, v, v/m",                "kb",   64, FMA),
  VFNMADD132PS    ("66.0F38.W0 9C /r",        "66.0F38.W0 9C /r",          RVM,   "vfnmadd132ps +v, v, v/m",               "kb",   32, FMA),
  VFNMADD213PS    ("66.0F38.W0 AC /r",        "66.0F38.W0 AC /r",          RVM,   "vfnmadd213ps +v, v, v/m",               "kb",   32, FMA),
  VFNMADD231PS    ("66.0F38.W0 BC /r",        "66.0F38.W0 BC /r",          RVM,   "vfnmadd231ps +v, v, v/m",               "kb",   32, FMA),
  VFNMADD132PD    ("66.0F38.W1 9C /r",        "66.0F38.W1 9C /r",          RVM,   "vfnmadd132pd +v, v, v/m",               "kb",   64, FMA),
  VFNMADD213PD    ("66.0F38.W1 AC /r",        "66.0F38.W1 AC /r",          RVM,   "vfnmadd213pd +v, v, v/m",               "kb",   64, FMA),
  VFNMADD231PD    ("66.0F38.W1 BC /r",        "66.0F38.W1 BC /r",          RVM,   "vfnmadd231pd +v, v, v/m",               "kb",   64, FMA),

  // Conversions.
  VCVTDQ2PS       ("0F.WIG 5B /r",            "0F.W0 5B /r",               RM,    "vcvtdq2ps =v, v/m",                     "b",    32, AVX),
  VCVTTPS2DQ      ("F3.0F.WIG 5B /r",         "F3.0F.W0 5B /r",            RM,    "vcvttps2dq =v, v/m",                    "zb",   32, AVX),
  VCVTDQ2PD       ("F3.0F.WIG E6 /r",         "F3.0F.W0 E6 /r",            RM,    "vcvtdq2pd =v, h/m",                     "b",    32, AVX),
  VCVTPS2PD       ("0F.WIG 5A /r",            "0F.W0 5A /r",               RM,    "vcvtps2pd =v, h/m",                     "b",    32, AVX),
  VCVTPD2PS       ("66.0F.WIG 5A /r",         "66.0F.W1 5A /r",            RM,    "vcvtpd2ps =h, v/m",                     "",     0,  AVX),
  VCVTTPD2DQ      ("66.0F.WIG E6 /r",         "66.0F.W1 E6 /r",            RM,    "vcvttpd2dq =h, v/m",                    "z",    0,  AVX),
  VCVTQQ2PD       (null,                      "F3.0F.W1 E6 /r",            RM,    "vcvtqq2pd =v, v/m",                     "b",    64, AVX512DQ),
  VCVTQQ2PS       (null,                      "0F.W1 5B /r",               RM,    "vcvtqq2ps =h, v/m",                     "",     0,  AVX512DQ),
  VCVTTPD2QQ      (null,                      "66.0F.W1 7A /r",            RM,    "vcvttpd2qq =v, v/m",                    "zb",   64, AVX512DQ),
  VCVTTPS2QQ      (null,                      "66.0F.W0 7A /r",            RM,    "vcvttps2qq =v, h/m",                    "zb",   32, AVX512DQ),
  VPMOVSXBW       ("66.0F38.WIG 20 /r",       "66.0F38.WIG 20 /r",         RM,    "vpmovsxbw =v, h/m",                     "",     0,  AVX2),
  VPMOVSXBD       ("66.0F38.WIG 21 /r",       "66.0F38.WIG 21 /r",         RM,    "vpmovsxbd =v, q/m",                     "",     0,  AVX2),
  VPMOVSXBQ       ("66.0F38.WIG 22 /r",       "66.0F38.WIG 22 /r",         RM,    "vpmovsxbq =v, e/m",                     "",     0,  AVX2),
  VPMOVSXWD       ("66.0F38.WIG 23 /r",       "66.0F38.WIG 23 /r",         RM,    "vpmovsxwd =v, h/m",                     "",     0,  AVX2),
  VPMOVSXWQ       ("66.0F38.WIG 24 /r",       "66.0F38.WIG 24 /r",         RM,    "vpmovsxwq =v, q/m",                     "",     0,  AVX2),
  VPMOVSXDQ       ("66.0F38.WIG 25 /r",       "66.0F38.W0 25 /r",          RM,    "vpmovsxdq =v, h/m",                     "",     0,  AVX2),
  VPMOVZXBW       ("66.0F38.WIG 30 /r",       "66.0F38.WIG 30 /r",         RM,    "vpmovzxbw =v, h/m",                     "",     0,  AVX2),
  VPMOVZXBD       ("66.0F38.WIG 31 /r",       "66.0F38.WIG 31 /r",         RM,    "vpmovzxbd =v, q/m",                     "",     0,  AVX2),
  VPMOVZXBQ       ("66.0F38.WIG 32 /r",       "66.0F38.WIG 32 /r",         RM,    "vpmovzxbq =v, e/m",                     "",     0,  AVX2),
  VPMOVZXWD       ("66.0F38.WIG 33 /r",       "66.0F38.WIG 33 /r",         RM,    "vpmovzxwd =v, h/m",                     "",     0,  AVX2),
  VPMOVZXWQ       ("66.0F38.WIG 34 /r",       "66.0F38.WIG 34 /r",         RM,    "vpmovzxwq =v, q/m",                     "",     0,  AVX2),
  VPMOVZXDQ       ("66.0F38.WIG 35 /r",       "66.0F38.W0 35 /r",          RM,    "vpmovzxdq =v, h/m",                     "",     0,  AVX2),
  VPMOVWB         (null,                      "F3.0F38.W0 30 /r",          MR,    "vpmovwb =h/m, v",                       "",     0,  AVX512BW),
  VPMOVDB         (null,                      "F3.0F38.W0 31 /r",          MR,    "vpmovdb =q/m, v",                       "",     0,  AVX512F),
  VPMOVQB         (null,                      "F3.0F38.W0 32 /r",          MR,    "vpmovqb =e/m, v",                       "",     0,  AVX512F),
  VPMOVDW         (null,                      "F3.0F38.W0 33 /r",          MR,    "vpmovdw =h/m, v",                       "",     0,  AVX512F),
  VPMOVQW         (null,                      "F3.0F38.W0 34 /r",          MR,    "vpmovqw =q/m, v",                       "",     0,  AVX512F),
  VPMOVQD         (null,                      "F3.0F38.W0 35 /r",          MR,    "vpmovqd =h/m, v",                       "",     0,  AVX512F),
  VPACKSSWB       ("66.0F.WIG 63 /r",         "66.0F.WIG 63 /r",           RVM,   "vpacksswb =v, v, v/m",                  "",     0,  AVX2),
  VPACKUSWB       ("66.0F.WIG 67 /r",         "66.0F.WIG 67 /r",           RVM,   "vpackuswb =v, v, v/m",                  "",     0,  AVX2),
  VPACKSSDW       ("66.0F.WIG 6B /r",         "66.0F.W0 6B /r",            RVM,   "vpackssdw =v, v, v/m",                  "b",    32, AVX2),
  VPACKUSDW       ("66.0F38.WIG 2B /r",       "66.0F38.W0 2B /r",          RVM,   "vpackusdw =v, v, v/m",                  "b",    32, AVX2),

  // Bits. The VEX rows have no lanes; those of EVEX have, for their predicates and broadcasts.
  VPAND           ("66.0F.WIG DB /r",         null,                        RVM,   "vpand =v, v, v/m",                      "",     0,  AVX2),
  VPANDD          (null,                      "66.0F.W0 DB /r",            RVM,   "vpandd =v, v, v/m",                     "kzb",  32, AVX512F),
  VPANDQ          (null,                      "66.0F.W1 DB /r",            RVM,   "vpandq =v, v, v/m",                     "kzb",  64, AVX512F),
  VPANDN          ("66.0F.WIG DF /r",         null,                        RVM,   "vpandn =v, v, v/m",                     "",     0,  AVX2),
  VPANDND         (null,                      "66.0F.W0 DF /r",            RVM,   "vpandnd =v, v, v/m",                    "kzb",  32, AVX512F),
  VPANDNQ         (null,                      "66.0F.W1 DF /r",            RVM,   "vpandnq =v, v, v/m",                    "kzb",  64, AVX512F),
  VPOR            ("66.0F.WIG EB /r",         null,                        RVM,   "vpor =v, v, v/m",                       "",     0,  AVX2),
  VPORD           (null,                      "66.0F.W0 EB /r",            RVM,   "vpord =v, v, v/m",                      "kzb",  32, AVX512F),
  VPORQ           (null,                      "66.0F.W1 EB /r",            RVM,   "vporq =v, v, v/m",                      "kzb",  64, AVX512F),
  VPXOR           ("66.0F.WIG EF /r",         null,                        RVM,   "vpxor =v, v, v/m",                      "",     0,  AVX2),
  VPXORD          (null,                      "66.0F.W0 EF /r",            RVM,   "vpxord =v, v, v/m",                     "kzb",  32, AVX512F),
  VPXORQ          (null,                      "66.0F.W1 EF /r",            RVM,   "vpxorq =v, v, v/m",                     "kzb",  64, AVX512F),
  VPTERNLOGD      (null,                      "66.0F3A.W0 25 /r ib",       RVMI,  "vpternlogd +v, v, v/m, imm8",           "kb",   32, AVX512F),
  VPTERNLOGQ      (null,                      "66.0F3A.W1 25 /r ib",       RVMI,  "vpternlogq +v, v, v/m, imm8",           "kb",   64, AVX512F),
  VPTEST          ("66.0F38.WIG 17 /r",       null,                        RM,    "vptest v, v/m, =<flags>",               "",     0,  AVX),
  VPLZCNTD        (null,                      "66.0F38.W0 44 /r",          RM,    "vplzcntd =v, v/m",                      "b",    32, AVX512CD),
  VPLZCNTQ        (null,                      "66.0F38.W1 44 /r",          RM,    "vplzcntq =v, v/m",                      "b",    64, AVX512CD),
  VPOPCNTB        (null,                      "66.0F38.W0 54 /r",          RM,    "vpopcntb =v, v/m",                      "",     0,  AVX512_BITALG),
  VPOPCNTW        (null,                      "66.0F38.W1 54 /r",          RM,    "vpopcntw =v, v/m",                      "",     0,  AVX512_BITALG),
  VPOPCNTD        (null,                      "66.0F38.W0 55 /r",          RM,    "vpopcntd =v, v/m",                      "b",    32, AVX512_VPOPCNTDQ),
  VPOPCNTQ        (null,                      "66.0F38.W1 55 /r",          RM,    "vpopcntq =v, v/m",                      "b",    64, AVX512_VPOPCNTDQ),

  // Integers.
  VPADDB          ("66.0F.WIG FC /r",         "66.0F.WIG FC /r",           RVM,   "vpaddb =v, v, v/m",                     "kz",   0,  AVX2),
  VPADDW          ("66.0F.WIG FD /r",         "66.0F.WIG FD /r",           RVM,   "vpaddw =v, v, v/m",                     "kz",   0,  AVX2),
  VPADDD          ("66.0F.WIG FE /r",         "66.0F.W0 FE /r",            RVM,   "vpaddd =v, v, v/m",                     "kzb",  32, AVX2),
  VPADDQ          ("66.0F.WIG D4 /r",         "66.0F.W1 D4 /r",            RVM,   "vpaddq =v, v, v/m",                     "kzb",  64, AVX2),
  VPSUBB          ("66.0F.WIG F8 /r",         "66.0F.WIG F8 /r",           RVM,   "vpsubb =v, v, v/m",                     "kz",   0,  AVX2),
  VPSUBW          ("66.0F.WIG F9 /r",         "66.0F.WIG F9 /r",           RVM,   "vpsubw =v, v, v/m",                     "kz",   0,  AVX2),
  VPSUBD          ("66.0F.WIG FA /r",         "66.0F.W0 FA /r",            RVM,   "vpsubd =v, v, v/m",                     "kzb",  32, AVX2),
  VPSUBQ          ("66.0F.WIG FB /r",         "66.0F.W1 FB /r",            RVM,   "vpsubq =v, v, v/m",                     "kzb",  64, AVX2),
  VPMULLW         ("66.0F.WIG D5 /r",         "66.0F.WIG D5 /r",           RVM,   "vpmullw =v, v, v/m",                    "kz",   0,  AVX2),
  VPMULUDQ        ("66.0F.WIG F4 /r",         "66.0F.W1 F4 /r",            RVM,   "vpmuludq =v, v, v/m",                   "kzb",  64, AVX2),
  VPMULDQ         ("66.0F38.WIG 28 /r",       "66.0F38.W1 28 /r",          RVM,   "vpmuldq =v, v, v/m",                    "kzb",  64, AVX2),
  VPMULLD         ("66.0F38.WIG 40 /r",       "66.0F38.W0 40 /r",          RVM,   "vpmulld =v, v, v/m",                    "kzb",  32, AVX2),
  VPMULLQ         (null,                      "66.0F38.W1 40 /r",          RVM,   "vpmullq =v, v, v/m",                    "kzb",  64, AVX512DQ),
  VPMINSB         ("66.0F38.WIG 38 /r",       "66.0F38.WIG 38 /r",         RVM,   "vpminsb =v, v, v/m",                    "kz",   0,  AVX2),
  VPMINSW         ("66.0F.WIG EA /r",         "66.0F.WIG EA /r",           RVM,   "vpminsw =v, v, v/m",                    "kz",   0,  AVX2),
  VPMINSD         ("66.0F38.WIG 39 /r",       "66.0F38.W0 39 /r",          RVM,   "vpminsd =v, v, v/m",                    "kzb",  32, AVX2),
  VPMAXSB         ("66.0F38.WIG 3C /r",       "66.0F38.WIG 3C /r",         RVM,   "vpmaxsb =v, v, v/m",                    "kz",   0,  AVX2),
  VPMAXSW         ("66.0F.WIG EE /r",         "66.0F.WIG EE /r",           RVM,   "vpmaxsw =v, v, v/m",                    "kz",   0,  AVX2),
  VPMAXSD         ("66.0F38.WIG 3D /r",       "66.0F38.W0 3D /r",          RVM,   "vpmaxsd =v, v, v/m",                    "kzb",  32, AVX2),
  VPMINUB         ("66.0F.WIG DA /r",         "66.0F.WIG DA /r",           RVM,   "vpminub =v, v, v/m",                    "kz",   0,  AVX2),
  VPMINUW         ("66.0F38.WIG 3A /r",       "66.0F38.WIG 3A /r",         RVM,   "vpminuw =v, v, v/m",                    "kz",   0,  AVX2),
  VPMINUD         ("66.0F38.WIG 3B /r",       "66.0F38.W0 3B /r",          RVM,   "vpminud =v, v, v/m",                    "kzb",  32, AVX2),
  VPMAXUB         ("66.0F.WIG DE /r",         "66.0F.WIG DE /r",           RVM,   "vpmaxub =v, v, v/m",                    "kz",   0,  AVX2),
  VPMAXUW         ("66.0F38.WIG 3E /r",       "66.0F38.WIG 3E /r",         RVM,   "vpmaxuw =v, v, v/m",                    "kz",   0,  AVX2),
  VPMAXUD         ("66.0F38.WIG 3F /r",       "66.0F38.W0 3F /r",          RVM,   "vpmaxud =v, v, v/m",                    "kzb",  32, AVX2),
  VPMINSQ         (null,                      "66.0F38.W1 39 /r",          RVM,   "vpminsq =v, v, v/m",                    "kzb",  64, AVX512F),
  VPMAXSQ         (null,                      "66.0F38.W1 3D /r",          RVM,   "vpmaxsq =v, v, v/m",                    "kzb",  64, AVX512F),
  VPABSB          ("66.0F38.WIG 1C /r",       "66.0F38.WIG 1C /r",         RM,    "vpabsb =v, v/m",                        "kz",   0,  AVX2),
  VPABSW          ("66.0F38.WIG 1D /r",       "66.0F38.WIG 1D /r",         RM,    "vpabsw =v, v/m",                        "kz",   0,  AVX2),
  VPABSD          ("66.0F38.WIG 1E /r",       "66.0F38.W0 1E /r",          RM,    "vpabsd =v, v/m",                        "kzb",  32, AVX2),
  VPABSQ          (null,                      "66.0F38.W1 1F /r",          RM,    "vpabsq =v, v/m",                        "kzb",  64, AVX512F),

  // Shifts and rotates: by an immediate, all by the low half of an xmm register (_XMM), each by its
  // own distance (V).
  VPSLLW          ("66.0F.WIG 71 /6 ib",      "66.0F.WIG 71 /6 ib",        VMI,   "vpsllw =v, v, imm8",                    "",     0,  AVX2),
  VPSLLW_XMM      ("66.0F.WIG F1 /r",         "66.0F.WIG F1 /r",           RVM,   "vpsllw =v, v, xmm/m128",                "",     0,  AVX2),
  VPSLLD          ("66.0F.WIG 72 /6 ib",      "66.0F.W0 72 /6 ib",         VMI,   "vpslld =v, v, imm8",                    "",     0,  AVX2),
  VPSLLD_XMM      ("66.0F.WIG F2 /r",         "66.0F.W0 F2 /r",            RVM,   "vpslld =v, v, xmm/m128",                "",     0,  AVX2),
  VPSLLQ          ("66.0F.WIG 73 /6 ib",      "66.0F.W1 73 /6 ib",         VMI,   "vpsllq =v, v, imm8",                    "",     0,  AVX2),
  VPSLLQ_XMM      ("66.0F.WIG F3 /r",         "66.0F.W1 F3 /r",            RVM,   "vpsllq =v, v, xmm/m128",                "",     0,  AVX2),
  VPSLLVW         (null,                      "66.0F38.W1 12 /r",          RVM,   "vpsllvw =v, v, v/m",                    "",     0,  AVX512BW),
  VPSLLVD         ("66.0F38.W0 47 /r",        "66.0F38.W0 47 /r",          RVM,   "vpsllvd =v, v, v/m",                    "b",    32, AVX2),
  VPSLLVQ         ("66.0F38.W1 47 /r",        "66.0F38.W1 47 /r",          RVM,   "vpsllvq =v, v, v/m",                    "b",    64, AVX2),
  VPSRLW          ("66.0F.WIG 71 /2 ib",      "66.0F.WIG 71 /2 ib",        VMI,   "vpsrlw =v, v, imm8",                    "",     0,  AVX2),
  VPSRLW_XMM      ("66.0F.WIG D1 /r",         "66.0F.WIG D1 /r",           RVM,   "vpsrlw =v, v, xmm/m128",                "",     0,  AVX2),
  VPSRLD          ("66.0F.WIG 72 /2 ib",      "66.0F.W0 72 /2 ib",         VMI,   "vpsrld =v, v, imm8",                    "",     0,  AVX2),
  VPSRLD_XMM      ("66.0F.WIG D2 /r",         "66.0F.W0 D2 /r",            RVM,   "vpsrld =v, v, xmm/m128",                "",     0,  AVX2),
  VPSRLQ          ("66.0F.WIG 73 /2 ib",      "66.0F.W1 73 /2 ib",         VMI,   "vpsrlq =v, v, imm8",                    "",     0,  AVX2),
  VPSRLQ_XMM      ("66.0F.WIG D3 /r",         "66.0F.W1 D3 /r",            RVM,   "vpsrlq =v, v, xmm/m128",                "",     0,  AVX2),
  VPSRLVW         (null,                      "66.0F38.W1 10 /r",          RVM,   "vpsrlvw =v, v, v/m",                    "",     0,  AVX512BW),
  VPSRLVD         ("66.0F38.W0 45 /r",        "66.0F38.W0 45 /r",          RVM,   "vpsrlvd =v, v, v/m",                    "b",    32, AVX2),
  VPSRLVQ         ("66.0F38.W1 45 /r",        "66.0F38.W1 45 /r",          RVM,   "vpsrlvq =v, v, v/m",                    "b",    64, AVX2),
  VPSRAW          ("66.0F.WIG 71 /4 ib",      "66.0F.WIG 71 /4 ib",        VMI,   "vpsraw =v, v, imm8",                    "",     0,  AVX2),
  VPSRAW_XMM      ("66.0F.WIG E1 /r",         "66.0F.WIG E1 /r",           RVM,   "vpsraw =v, v, xmm/m128",                "",     0,  AVX2),
  VPSRAD          ("66.0F.WIG 72 /4 ib",      "66.0F.W0 72 /4 ib",         VMI,   "vpsrad =v, v, imm8",                    "",     0,  AVX2),
  VPSRAD_XMM      ("66.0F.WIG E2 /r",         "66.0F.W0 E2 /r",            RVM,   "vpsrad =v, v, xmm/m128",                "",     0,  AVX2),
  VPSRAQ          (null,                      "66.0F.W1 72 /4 ib",         VMI,   "vpsraq =v, v, imm8",                    "",     0,  AVX512F),
  VPSRAQ_XMM      (null,                      "66.0F.W1 E2 /r",            RVM,   "vpsraq =v, v, xmm/m128",                "",     0,  AVX512F),
  VPSRAVW         (null,                      "66.0F38.W1 11 /r",          RVM,   "vpsravw =v, v, v/m",                    "",     0,  AVX512BW),
  VPSRAVD         ("66.0F38.W0 46 /r",        "66.0F38.W0 46 /r",          RVM,   "vpsravd =v, v, v/m",                    "b",    32, AVX2),
  VPSRAVQ         (null,                      "66.0F38.W1 46 /r",          RVM,   "vpsravq =v, v, v/m",                    "b",    64, AVX512F),
  VPROLD          (null,                      "66.0F.W0 72 /1 ib",         VMI,   "vprold =v, v, imm8",                    "",     0,  AVX512F),
  VPROLVD         (null,                      "66.0F38.W0 15 /r",          RVM,   "vprolvd =v, v, v/m",                    "b",    32, AVX512F),
  VPROLQ          (null,                      "66.0F.W1 72 /1 ib",         VMI,   "vprolq =v, v, imm8",                    "",     0,  AVX512F),
  VPROLVQ         (null,                      "66.0F38.W1 15 /r",          RVM,   "vprolvq =v, v, v/m",                    "b",    64, AVX512F),

  // Comparisons: to lanes of ones, to masks.
  VPCMPEQB        ("66.0F.WIG 74 /r",         null,                        RVM,   "vpcmpeqb =v, v, v/m",                   "",     0,  AVX2),
  VPCMPGTB        ("66.0F.WIG 64 /r",         null,                        RVM,   "vpcmpgtb =v, v, v/m",                   "",     0,  AVX2),
  VPCMPEQW        ("66.0F.WIG 75 /r",         null,                        RVM,   "vpcmpeqw =v, v, v/m",                   "",     0,  AVX2),
  VPCMPGTW        ("66.0F.WIG 65 /r",         null,                        RVM,   "vpcmpgtw =v, v, v/m",                   "",     0,  AVX2),
  VPCMPEQD        ("66.0F.WIG 76 /r",         null,                        RVM,   "vpcmpeqd =v, v, v/m",                   "",     0,  AVX2),
  VPCMPGTD        ("66.0F.WIG 66 /r",         null,                        RVM,   "vpcmpgtd =v, v, v/m",                   "",     0,  AVX2),
  VPCMPEQQ        ("66.0F38.WIG 29 /r",       null,                        RVM,   "vpcmpeqq =v, v, v/m",                   "",     0,  AVX2),
  VPCMPGTQ        ("66.0F38.WIG 37 /r",       null,                        RVM,   "vpcmpgtq =v, v, v/m",                   "",     0,  AVX2),
  VPCMPB          (null,                      "66.0F3A.W0 3F /r ib",       RVMI,  "vpcmpb =k, v, v/m, imm8",               "k",    0,  AVX512BW),
  VPCMPUB         (null,                      "66.0F3A.W0 3E /r ib",       RVMI,  "vpcmpub =k, v, v/m, imm8",              "k",    0,  AVX512BW),
  VPCMPW          (null,                      "66.0F3A.W1 3F /r ib",       RVMI,  "vpcmpw =k, v, v/m, imm8",               "k",    0,  AVX512BW),
  VPCMPUW         (null,                      "66.0F3A.W1 3E /r ib",       RVMI,  "vpcmpuw =k, v, v/m, imm8",              "k",    0,  AVX512BW),
  VPCMPD          (null,                      "66.0F3A.W0 1F /r ib",       RVMI,  "vpcmpd =k, v, v/m, imm8",               "kb",   32, AVX512F),
  VPCMPUD         (null,                      "66.0F3A.W0 1E /r ib",       RVMI,  "vpcmpud =k, v, v/m, imm8",              "kb",   32, AVX512F),
  VPCMPQ          (null,                      "66.0F3A.W1 1F /r ib",       RVMI,  "vpcmpq =k, v, v/m, imm8",               "kb",   64, AVX512F),
  VPCMPUQ         (null,                      "66.0F3A.W1 1E /r ib",       RVMI,  "vpcmpuq =k, v, v/m, imm8",              "kb",   64, AVX512F),
  VPTESTMB        (null,                      "66.0F38.W0 26 /r",          RVM,   "vptestmb =k, v, v/m",                   "k",    0,  AVX512BW),
  VPTESTNMB       (null,                      "F3.0F38.W0 26 /r",          RVM,   "vptestnmb =k, v, v/m",                  "k",    0,  AVX512BW),
  VPTESTMW        (null,                      "66.0F38.W1 26 /r",          RVM,   "vptestmw =k, v, v/m",                   "k",    0,  AVX512BW),
  VPTESTNMW       (null,                      "F3.0F38.W1 26 /r",          RVM,   "vptestnmw =k, v, v/m",                  "k",    0,  AVX512BW),
  VPTESTMD        (null,                      "66.0F38.W0 27 /r",          RVM,   "vptestmd =k, v, v/m",                   "kb",   32, AVX512F),
  VPTESTNMD       (null,                      "F3.0F38.W0 27 /r",          RVM,   "vptestnmd =k, v, v/m",                  "kb",   32, AVX512F),
  VPTESTMQ        (null,                      "66.0F38.W1 27 /r",          RVM,   "vptestmq =k, v, v/m",                   "kb",   64, AVX512F),
  VPTESTNMQ       (null,                      "F3.0F38.W1 27 /r",          RVM,   "vptestnmq =k, v, v/m",                  "kb",   64, AVX512F),
  VPMOVM2B        (null,                      "F3.0F38.W0 28 /r",          RM,    "vpmovm2b =v, k",                        "",     0,  AVX512BW),
  VPMOVB2M        (null,                      "F3.0F38.W0 29 /r",          RM,    "vpmovb2m =k, v",                        "",     0,  AVX512BW),
  VPMOVM2W        (null,                      "F3.0F38.W1 28 /r",          RM,    "vpmovm2w =v, k",                        "",     0,  AVX512BW),
  VPMOVW2M        (null,                      "F3.0F38.W1 29 /r",          RM,    "vpmovw2m =k, v",                        "",     0,  AVX512BW),
  VPMOVM2D        (null,                      "F3.0F38.W0 38 /r",          RM,    "vpmovm2d =v, k",                        "",     0,  AVX512DQ),
  VPMOVD2M        (null,                      "F3.0F38.W0 39 /r",          RM,    "vpmovd2m =k, v",                        "",     0,  AVX512DQ),
  VPMOVM2Q        (null,                      "F3.0F38.W1 38 /r",          RM,    "vpmovm2q =v, k",                        "",     0,  AVX512DQ),
  VPMOVQ2M        (null,                      "F3.0F38.W1 39 /r",          RM,    "vpmovq2m =k, v",                        "",     0,  AVX512DQ),
  VMOVMSKPS       ("0F.WIG 50 /r",            null,                        RM,    "vmovmskps =r32, v",                     "",     0,  AVX),
  VMOVMSKPD       ("66.0F.WIG 50 /r",         null,                        RM,    "vmovmskpd =r32, v",                     "",     0,  AVX),
  VPMOVMSKB       ("66.0F.WIG D7 /r",         null,                        RM,    "vpmovmskb =r32, v",                     "",     0,  AVX2),

  // Permutations. An index that is a register comes first, but for vpermt2, which overwrites the
  // lower half of its table, and vpermil and vpshufb, which stay in 128 bits.
  VPERMB          (null,                      "66.0F38.W0 8D /r",          RVM,   "vpermb =v, v, v/m",                     "",     0,  AVX512_VBMI),
  VPERMW          (null,                      "66.0F38.W1 8D /r",          RVM,   "vpermw =v, v, v/m",                     "",     0,  AVX512BW),
  VPERMD          ("66.0F38.W0 36 /r",        "66.0F38.W0 36 /r",          RVM,   "vpermd =v, v, v/m",                     "2b",   32, AVX2),
  VPERMQ          (null,                      "66.0F38.W1 36 /r",          RVM,   "vpermq =v, v, v/m",                     "2b",   64, AVX512F),
  VPERMPS         ("66.0F38.W0 16 /r",        "66.0F38.W0 16 /r",          RVM,   "vpermps =v, v, v/m",                    "2b",   32, AVX2),
  VPERMQ_IMM      ("66.0F3A.W1 00 /r ib",     "66.0F3A.W1 00 /r ib",       RMI,   "vpermq =v, v/m, imm8",                  "2b",   64, AVX2),
  VPERMT2B        (null,                      "66.0F38.W0 7D /r",          RVM,   "vpermt2b +v, v, v/m",                   "",     0,  AVX512_VBMI),
  VPERMT2W        (null,                      "66.0F38.W1 7D /r",          RVM,   "vpermt2w +v, v, v/m",                   "",     0,  AVX512BW),
  VPERMT2D        (null,                      "66.0F38.W0 7E /r",          RVM,   "vpermt2d +v, v, v/m",                   "b",    32, AVX512F),
  VPERMT2Q        (null,                      "66.0F38.W1 7E /r",          RVM,   "vpermt2q +v, v, v/m",                   "b",    64, AVX512F),
  VPERMT2PS       (null,                      "66.0F38.W0 7F /r",          RVM,   "vpermt2ps +v, v, v/m",                  "b",    32, AVX512F),
  VPERMT2PD       (null,                      "66.0F38.W1 7F /r",          RVM,   "vpermt2pd +v, v, v/m",                  "b",    64, AVX512F),
  VPERMILPS       ("66.0F38.W0 0C /r",        "66.0F38.W0 0C /r",          RVM,   "vpermilps =v, v, v/m",                  "b",    32, AVX),
  VPERMILPD       ("66.0F38.W0 0D /r",        "66.0F38.W1 0D /r",          RVM,   "vpermilpd =v, v, v/m",                  "b",    64, AVX),
  VPSHUFB         ("66.0F38.WIG 00 /r",       "66.0F38.WIG 00 /r",         RVM,   "vpshufb =v, v, v/m",                    "",     0,  AVX2),
  VPSHUFD         ("66.0F.WIG 70 /r ib",      "66.0F.W0 70 /r ib",         RMI,   "vpshufd =v, v/m, imm8",                 "b",    32, AVX2),
  VPERM2I128      ("66.0F3A.W0 46 /r ib",     null,                        RVMI,  "vperm2i128 =v, v, v/m, imm8",           "2",    0,  AVX2),
  VSHUFI64X2      (null,                      "66.0F3A.W1 43 /r ib",       RVMI,  "vshufi64x2 =v, v, v/m, imm8",           "2b",   64, AVX512F),
  VPBLENDD        ("66.0F3A.W0 02 /r ib",     null,                        RVMI,  "vpblendd =v, v, v/m, imm8",             "",     0,  AVX2),
  VPALIGNR        ("66.0F3A.WIG 0F /r ib",    "66.0F3A.WIG 0F /r ib",      RVMI,  "vpalignr =v, v, v/m, imm8",             "",     0,  AVX2),
  VALIGND         (null,                      "66.0F3A.W0 03 /r ib",       RVMI,  "valignd =v, v, v/m, imm8",              "b",    32, AVX512F),
  VALIGNQ         (null,                      "66.0F3A.W1 03 /r ib",       RVMI,  "valignq =v, v, v/m, imm8",              "b",    64, AVX512F),
  VPSRLDQ         ("66.0F.WIG 73 /3 ib",      "66.0F.WIG 73 /3 ib",        VMI,   "vpsrldq =v, v, imm8",                   "",     0,  AVX2),
  VPUNPCKLBW      ("66.0F.WIG 60 /r",         "66.0F.WIG 60 /r",           RVM,   "vpunpcklbw =v, v, v/m",                 "",     0,  AVX2),
  VPUNPCKLWD      ("66.0F.WIG 61 /r",         "66.0F.WIG 61 /r",           RVM,   "vpunpcklwd =v, v, v/m",                 "",     0,  AVX2),
  VPUNPCKLDQ      ("66.0F.WIG 62 /r",         "66.0F.W0 62 /r",            RVM,   "vpunpckldq =v, v, v/m",                 "b",    32, AVX2),
  VPUNPCKHBW      ("66.0F.WIG 68 /r",         "66.0F.WIG 68 /r",           RVM,   "vpunpckhbw =v, v, v/m",                 "",     0,  AVX2),
  VPUNPCKHWD      ("66.0F.WIG 69 /r",         "66.0F.WIG 69 /r",           RVM,   "vpunpckhwd =v, v, v/m",                 "",     0,  AVX2),
  VPUNPCKHDQ      ("66.0F.WIG 6A /r",         "66.0F.W0 6A /r",            RVM,   "vpunpckhdq =v, v, v/m",                 "b",    32, AVX2),
  VPUNPCKLQDQ     ("66.0F.WIG 6C /r",         "66.0F.W1 6C /r",            RVM,   "vpunpcklqdq =v, v, v/m",                "b",    64, AVX2),
  VPUNPCKHQDQ     ("66.0F.WIG 6D /r",         "66.0F.W1 6D /r",            RVM,   "vpunpckhqdq =v, v, v/m",                "b",    64, AVX2),
  VSHUFPS         ("0F.WIG C6 /r ib",         "0F.W0 C6 /r ib",            RVMI,  "vshufps =v, v, v/m, imm8",              "b",    32, AVX),

  // One lane for all, from a register or memory; lanes out of vectors and into them.
  VPBROADCASTB    ("66.0F38.W0 78 /r",        "66.0F38.W0 78 /r",          RM,    "vpbroadcastb =v, xmm/m8",               "kz",   0,  AVX2),
  VPBROADCASTW    ("66.0F38.W0 79 /r",        "66.0F38.W0 79 /r",          RM,    "vpbroadcastw =v, xmm/m16",              "kz",   0,  AVX2),
  VPBROADCASTD    ("66.0F38.W0 58 /r",        "66.0F38.W0 58 /r",          RM,    "vpbroadcastd =v, xmm/m32",              "kz",   0,  AVX2),
  VPBROADCASTQ    ("66.0F38.W0 59 /r",        "66.0F38.W1 59 /r",          RM,    "vpbroadcastq =v, xmm/m64",              "kz",   0,  AVX2),
  VBROADCASTSS    ("66.0F38.W0 18 /r",        "66.0F38.W0 18 /r",          RM,    "vbroadcastss =v, xmm/m32",              "",     0,  AVX2),
  VBROADCASTSD    ("66.0F38.W0 19 /r",        "66.0F38.W1 19 /r",          RM,    "vbroadcastsd =v, xmm/m64",              "2",    0,  AVX2),
  VPBROADCASTB_R  (null,                      "66.0F38.W0 7A /r",          RM,    "vpbroadcastb =v, r32",                  "kz",   0,  AVX512BW),
  VPBROADCASTW_R  (null,                      "66.0F38.W0 7B /r",          RM,    "vpbroadcastw =v, r32",                  "kz",   0,  AVX512BW),
  VPBROADCASTD_R  (null,                      "66.0F38.W0 7C /r",          RM,    "vpbroadcastd =v, r32",                  "kz",   0,  AVX512F),
  VPBROADCASTQ_R  (null,                      "66.0F38.W1 7C /r",          RM,    "vpbroadcastq =v, r64",                  "kz",   0,  AVX512F),
  VEXTRACTI128    ("66.0F3A.W0 39 /r ib",     null,                        MRI,   "vextracti128 =xmm/m128, v, imm8",       "2",    0,  AVX2),
  VINSERTI128     ("66.0F3A.W0 38 /r ib",     null,                        RVMI,  "vinserti128 =v, v, xmm/m128, imm8",     "2",    0,  AVX2),
  VEXTRACTI32X4   (null,                      "66.0F3A.W0 39 /r ib",       MRI,   "vextracti32x4 =xmm/m128, v, imm8",      "2",    0,  AVX512F),
  VINSERTI32X4    (null,                      "66.0F3A.W0 38 /r ib",       RVMI,  "vinserti32x4 =v, v, xmm/m128, imm8",    "2",    0,  AVX512F),
  VEXTRACTI64X4   (null,                      "512.66.0F3A.W1 3B /r ib",   MRI,   "vextracti64x4 =ymm/m256, zmm, imm8",    "",     0,  AVX512F),
  VINSERTI64X4    (null,                      "512.66.0F3A.W1 3A /r ib",   RVMI,  "vinserti64x4 =zmm, zmm, ymm/m256, imm8", "",     0,  AVX512F),
  VPEXTRB         ("128.66.0F3A.WIG 14 /r ib", "128.66.0F3A.WIG 14 /r ib",  MRI,   "vpextrb =r32/m8, xmm, imm8",            "",     0,  AVX),
  VPEXTRW         ("128.66.0F3A.WIG 15 /r ib", "128.66.0F3A.WIG 15 /r ib",  MRI,   "vpextrw =r32/m16, xmm, imm8",           "",     0,  AVX),
  VPEXTRD         ("128.66.0F3A.W0 16 /r ib", "128.66.0F3A.W0 16 /r ib",   MRI,   "vpextrd =r/m32, xmm, imm8",             "",     0,  AVX),
  VPEXTRQ         ("128.66.0F3A.W1 16 /r ib", "128.66.0F3A.W1 16 /r ib",   MRI,   "vpextrq =r/m64, xmm, imm8",             "",     0,  AVX),
  VPINSRB         ("128.66.0F3A.WIG 20 /r ib", "128.66.0F3A.WIG 20 /r ib",  RVMI,  "vpinsrb =xmm, xmm, r32/m8, imm8",       "",     0,  AVX),
  VPINSRW         ("128.66.0F.WIG C4 /r ib",  "128.66.0F.WIG C4 /r ib",    RVMI,  "vpinsrw =xmm, xmm, r32/m16, imm8",      "",     0,  AVX),
  VPINSRD         ("128.66.0F3A.W0 22 /r ib", "128.66.0F3A.W0 22 /r ib",   RVMI,  "vpinsrd =xmm, xmm, r/m32, imm8",        "",     0,  AVX),
  VPINSRQ         ("128.66.0F3A.W1 22 /r ib", "128.66.0F3A.W1 22 /r ib",   RVMI,  "vpinsrq =xmm, xmm, r/m64, imm8",        "",     0,  AVX),
  VINSERTPS       ("128.66.0F3A.WIG 21 /r ib", "128.66.0F3A.W0 21 /r ib",   RVMI,  "vinsertps =xmm, xmm, xmm/m32, imm8",    "",     0,  AVX),
  VUNPCKLPD       ("128.66.0F.WIG 14 /r",     "128.66.0F.W1 14 /r",        RVM,   "vunpcklpd =xmm, xmm, xmm/m128",         "",     0,  AVX),
  VMOVHPD         ("128.66.0F.WIG 16 /r",     "128.66.0F.W1 16 /r",        RVM,   "vmovhpd =xmm, xmm, m64",                "",     0,  AVX),

  // The lanes that a mask has on, one after the other.
  VPCOMPRESSD     (null,                      "66.0F38.W0 8B /r",          MR,    "vpcompressd =v, v",                     "z",    0,  AVX512F),
  VPCOMPRESSQ     (null,                      "66.0F38.W1 8B /r",          MR,    "vpcompressq =v, v",                     "z",    0,  AVX512F),

  // Masks.
  KMOVB           ("L0.66.0F.W0 90 /r",       null,                        RM,    "kmovb =k, k/m8",                        "",     0,  AVX512DQ),
  KMOVB_M         ("L0.66.0F.W0 91 /r",       null,                        MR,    "kmovb =m8, k",                          "",     0,  AVX512DQ),
  KMOVB_K_R       ("L0.66.0F.W0 92 /r",       null,                        RM,    "kmovb =k, r32",                         "",     0,  AVX512DQ),
  KMOVB_R_K       ("L0.66.0F.W0 93 /r",       null,                        RM,    "kmovb =r32, k",                         "",     0,  AVX512DQ),
  KORTESTB        ("L0.66.0F.W0 98 /r",       null,                        RM,    "kortestb k, k, =<flags>",               "",     0,  AVX512DQ),
  KMOVW           ("L0.0F.W0 90 /r",          null,                        RM,    "kmovw =k, k/m16",                       "",     0,  AVX512F),
  KMOVW_M         ("L0.0F.W0 91 /r",          null,                        MR,    "kmovw =m16, k",                         "",     0,  AVX512F),
  KMOVW_K_R       ("L0.0F.W0 92 /r",          null,                        RM,    "kmovw =k, r32",                         "",     0,  AVX512F),
  KMOVW_R_K       ("L0.0F.W0 93 /r",          null,                        RM,    "kmovw =r32, k",                         "",     0,  AVX512F),
  KORTESTW        ("L0.0F.W0 98 /r",          null,                        RM,    "kortestw k, k, =<flags>",               "",     0,  AVX512F),
  KMOVD           ("L0.66.0F.W1 90 /r",       null,                        RM,    "kmovd =k, k/m32",                       "",     0,  AVX512BW),
  KMOVD_M         ("L0.66.0F.W1 91 /r",       null,                        MR,    "kmovd =m32, k",                         "",     0,  AVX512BW),
  KMOVD_K_R       ("L0.F2.0F.W0 92 /r",       null,                        RM,    "kmovd =k, r32",                         "",     0,  AVX512BW),
  KMOVD_R_K       ("L0.F2.0F.W0 93 /r",       null,                        RM,    "kmovd =r32, k",                         "",     0,  AVX512BW),
  KORTESTD        ("L0.66.0F.W1 98 /r",       null,                        RM,    "kortestd k, k, =<flags>",               "",     0,  AVX512BW),
  KMOVQ           ("L0.0F.W1 90 /r",          null,                        RM,    "kmovq =k, k/m64",                       "",     0,  AVX512BW),
  KMOVQ_M         ("L0.0F.W1 91 /r",          null,                        MR,    "kmovq =m64, k",                         "",     0,  AVX512BW),
  KMOVQ_K_R       ("L0.F2.0F.W1 92 /r",       null,                        RM,    "kmovq =k, r64",                         "",     0,  AVX512BW),
  KMOVQ_R_K       ("L0.F2.0F.W1 93 /r",       null,                        RM,    "kmovq =r64, k",                         "",     0,  AVX512BW),
  KORTESTQ        ("L0.0F.W1 98 /r",          null,                        RM,    "kortestq k, k, =<flags>",               "",     0,  AVX512BW),
  KSHIFTRB        ("L0.66.0F3A.W0 30 /r ib",  null,                        RMI,   "kshiftrb =k, k, imm8",                  "",     0,  AVX512DQ),
  KSHIFTLB        ("L0.66.0F3A.W0 32 /r ib",  null,                        RMI,   "kshiftlb =k, k, imm8",                  "",     0,  AVX512DQ),
  KSHIFTRW        ("L0.66.0F3A.W1 30 /r ib",  null,                        RMI,   "kshiftrw =k, k, imm8",                  "",     0,  AVX512F),
  KSHIFTLW        ("L0.66.0F3A.W1 32 /r ib",  null,                        RMI,   "kshiftlw =k, k, imm8",                  "",     0,  AVX512F),
  KSHIFTRD        ("L0.66.0F3A.W0 31 /r ib",  null,                        RMI,   "kshiftrd =k, k, imm8",                  "",     0,  AVX512BW),
  KSHIFTLD        ("L0.66.0F3A.W0 33 /r ib",  null,                        RMI,   "kshiftld =k, k, imm8",                  "",     0,  AVX512BW),
  KSHIFTRQ        ("L0.66.0F3A.W1 31 /r ib",  null,                        RMI,   "kshiftrq =k, k, imm8",                  "",     0,  AVX512BW),
  KSHIFTLQ        ("L0.66.0F3A.W1 33 /r ib",  null,                        RMI,   "kshiftlq =k, k, imm8",                  "",     0,  AVX512BW),
  KANDQ           ("L1.0F.W1 41 /r",          null,                        RVM,   "kandq =k, k, k",                        "",     0,  AVX512BW),
  KANDNQ          ("L1.0F.W1 42 /r",          null,                        RVM,   "kandnq =k, k, k",                       "",     0,  AVX512BW),
  KORQ            ("L1.0F.W1 45 /r",          null,                        RVM,   "korq =k, k, k",                         "",     0,  AVX512BW),
  KXNORQ          ("L1.0F.W1 46 /r",          null,                        RVM,   "kxnorq =k, k, k",                       "",     0,  AVX512BW),
  KXORQ           ("L1.0F.W1 47 /r",          null,                        RVM,   "kxorq =k, k, k",                        "",     0,  AVX512BW),
  KNOTQ           ("L0.0F.W1 44 /r",          null,                        RM,    "knotq =k, k",                           "",     0,  AVX512BW),
  KUNPCKBW        ("L1.66.0F.W0 4B /r",       null,                        RVM,   "kunpckbw =k, k, k",                     "",     0,  AVX512F),
  KUNPCKWD        ("L1.0F.W0 4B /r",          null,                        RVM,   "kunpckwd =k, k, k",                     "",     0,  AVX512BW),
  KUNPCKDQ        ("L1.0F.W1 4B /r",          null,                        RVM,   "kunpckdq =k, k, k",                     "",     0,  AVX512BW);

  // format:on

  /** Decorations, as in {@link #of(int, int)}. */
  static final int PLAIN = 0;

  static final int MERGING = 1;
  static final int ZEROING = 2;
  static final int BROADCAST = 3;

  private static final int DECORATIONS = 4;
  private static final X64Packed[] ROWS = values();

  private final String vex;
  private final String evex;
  private final Form form;
  private final String instruction;
  private final String decoration;
  private final int broadcastBits;
  private final X64Feature feature;
  private final X64PackedOp[] ops = new X64PackedOp[3 * DECORATIONS]; // a race makes equal ones

  X64Packed(
      String vex,
      String evex,
      Form form,
      String instruction,
      String decoration,
      int broadcastBits,
      X64Feature feature) {
    this.vex = vex;
    this.evex = evex;
    this.form = form;
    this.instruction = instruction;
    this.decoration = decoration;
    this.broadcastBits = broadcastBits;
    this.feature = feature;
  }

  /** The line for vectors of {@code bytes}: 16, 32 or 64. */
  X64PackedOp of(int bytes) {
    return of(bytes, PLAIN);
  }

  /** The only line of a row that has one length. */
  X64PackedOp of() {
    return of(16, PLAIN);
  }

  /** The line with a mask behind operand 0, whose lanes stay as they are where it is off. */
  X64PackedOp merging(int bytes) {
    return of(bytes, MERGING);
  }

  /** The line with a mask behind operand 0, whose lanes become 0 where it is off. */
  X64PackedOp zeroing(int bytes) {
    return of(bytes, ZEROING);
  }

  /** The line whose memory operand is one lane for all. */
  X64PackedOp broadcast(int bytes) {
    return of(bytes, BROADCAST);
  }

  /** The line of a length and a decoration. */
  X64PackedOp of(int bytes, int with) {
    int slot = (Integer.numberOfTrailingZeros(bytes) - 4) * DECORATIONS + with;
    X64PackedOp op = ops[slot];
    if (op == null) {
      if (!has(bytes, with)) {
        throw new IllegalArgumentException(this + " of " + bytes + " bytes, decoration " + with);
      }
      op = new X64PackedOp(this, bytes, with);
      ops[slot] = op;
    }
    return op;
  }

  /** True if there is such a line. */
  boolean has(int bytes, int with) {
    if (isFixed()) {
      return bytes == 16 && with == PLAIN;
    }
    boolean length = bytes == 64 ? evex != null : bytes == 32 || decoration.indexOf('2') < 0;
    return length
        && (with == PLAIN || evex != null && decoration.indexOf(" kzb".charAt(with)) >= 0);
  }

  /** The rows of the forms 132, 213 and 231 of the multiply-add that {@code form} is one of. */
  static X64Packed[] multiplyAdds(X64Packed form) {
    int first = VFMADD132PS.ordinal() + (form.ordinal() - VFMADD132PS.ordinal()) / 3 * 3;
    return new X64Packed[] {ROWS[first], ROWS[first + 1], ROWS[first + 2]};
  }

  /** True if the row has one length, or none. */
  boolean isFixed() {
    return isFixed(vex == null ? evex : vex);
  }

  private static boolean isFixed(String opcode) {
    return opcode.charAt(0) == 'L'
        || opcode.startsWith("128.")
        || opcode.startsWith("256.")
        || opcode.startsWith("512.");
  }

  /** The opcode of the VEX line, or null. */
  String vex(int bytes) {
    return vex == null || bytes == 64 ? null : "VEX." + (isFixed(vex) ? "" : length(bytes)) + vex;
  }

  /** The opcode of the EVEX line, or null. */
  String evex(int bytes) {
    return evex == null ? null : "EVEX." + (isFixed(evex) ? "" : length(bytes)) + evex;
  }

  private static String length(int bytes) {
    return bytes == 64 ? "512." : bytes == 32 ? "256." : "128.";
  }

  Form form() {
    return form;
  }

  String instruction() {
    return instruction;
  }

  /** The bits of the lane that {@link #BROADCAST} reads. */
  int broadcastBits() {
    return broadcastBits;
  }

  X64Feature feature() {
    return feature;
  }
}
