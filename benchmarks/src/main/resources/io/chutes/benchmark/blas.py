"""Says which BLAS PyTorch multiplies with, and ends the process where that is one many times slower than this processor allows."""

import ctypes
import re
import sys

import torch

torch.ones(64, 64) @ torch.ones(64, 64)
with open("/proc/self/maps") as maps:
    found = re.search(r"/\S*(?:openblasp?-|mkl_core)\S*", maps.read())
if not found:
    sys.exit("PyTorch multiplies without OpenBLAS here, many times slower: install libopenblas0-pthread")
kernels = "its own choice of kernels"
if "openblas" in found.group():
    library = ctypes.CDLL(found.group())
    library.openblas_get_corename.restype = ctypes.c_char_p
    kernels = f"kernels for {library.openblas_get_corename().decode()}"
    with open("/proc/cpuinfo") as processor:
        if "Prescott" in kernels and " avx2 " in processor.read():
            sys.exit("OpenBLAS takes this processor for one without AVX, many times slower: set OPENBLAS_CORETYPE")
print(f"PyTorch {torch.__version__} multiplies with {found.group()}, {kernels}", file=sys.stderr)
