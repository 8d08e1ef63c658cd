class Packing(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def difference(self, x: Tensor, w: Tensor, b: Tensor, dtype: int) -> float:
    packed = ops.mkldnn._reorder_linear_weight(w.to(dtype), x.size(0))
    plain = torch.gelu(torch.linear(x, w, b))
    y = ops.mkldnn._linear_pointwise(x.to(dtype), packed, b.to(dtype), "gelu", [], "none")
    return float(torch.max(torch.abs(plain - y.to(6))))
