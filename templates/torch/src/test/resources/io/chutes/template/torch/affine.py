class Affine(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  scale : float
  calls : int
  doubled : bool
  w : List[Tensor]

  def bind(self, w: List[Tensor], scale: float, doubled: bool) -> int:
    for i in range(len(w)):
      t = w[i]
      if t.dtype == 0:
        t = t.view_copy(dtype=15)
      self.w.append(t)
    self.scale = scale
    self.doubled = doubled
    return len(self.w)

  def forward(self, x: Tensor) -> Tensor:
    self.calls = self.calls + 1
    y = torch.linear(x, self.w[0], self.w[1]) * self.scale
    if self.doubled:
      y = y * 2.0
    return y

  def types(self) -> Tuple[int, int, float, bool, Tensor]:
    return (self.w[0].dtype, self.calls, self.scale, self.doubled, torch.tensor([7, 8]))

  def widened(self) -> Tensor:
    return self.w[0].to(6)
