class Memory(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  numbers : List[Tensor]

  def hold(self, rows: int) -> int:
    self.numbers.append(torch.ones([rows, 512]))
    self.numbers.append(torch.ones([512]))
    return rows

  def add(self) -> float:
    return float(torch.sum(self.numbers[0]))

  def multiply(self) -> float:
    return float(torch.select(torch.mv(self.numbers[0], self.numbers[1]), 0, 0))
