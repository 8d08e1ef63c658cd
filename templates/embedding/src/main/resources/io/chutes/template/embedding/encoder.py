class Encoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  packed : bool
  heads : int
  layers : int
  epsilon : float
  activation : int
  pooling : int
  embeddings : List[Tensor]
  linear : List[Tensor]
  norms : List[Tensor]

  def bind(self, w: List[Tensor], dtype: int, packed: bool, heads: int, layers: int, epsilon: float, activation: int, pooling: int) -> int:
    t : List[Tensor] = []
    for i in range(len(w)):
      v = w[i]
      if v.dtype == 0:
        v = v.view_copy(dtype=15)
      t.append(v.to(dtype))
    self.packed = packed
    self.heads = heads
    self.layers = layers
    self.epsilon = epsilon
    self.activation = activation
    self.pooling = pooling
    for i in range(3):
      self.embeddings.append(t[i])
    self.norms.append(t[3])
    self.norms.append(t[4])
    for l in range(layers):
      n = 5 + 16 * l
      self.add(torch.cat([t[n], t[n + 2], t[n + 4]], 0), torch.cat([t[n + 1], t[n + 3], t[n + 5]], 0))
      self.add(t[n + 6], t[n + 7])
      self.norms.append(t[n + 8])
      self.norms.append(t[n + 9])
      self.add(t[n + 10], t[n + 11])
      self.add(t[n + 12], t[n + 13])
      self.norms.append(t[n + 14])
      self.norms.append(t[n + 15])
    return len(t)

  def add(self, weight: Tensor, bias: Tensor) -> int:
    if self.packed:
      self.linear.append(ops.mkldnn._reorder_linear_weight(weight, 1024))
    else:
      self.linear.append(weight)
    self.linear.append(bias)
    return len(self.linear)

  def project(self, x: Tensor, i: int) -> Tensor:
    if self.packed:
      return ops.mkldnn._linear_pointwise(x, self.linear[2 * i], self.linear[2 * i + 1], "none", [], None)
    return torch.linear(x, self.linear[2 * i], self.linear[2 * i + 1])

  def activate(self, x: Tensor, i: int) -> Tensor:
    if self.packed and self.activation == 0:
      return ops.mkldnn._linear_pointwise(x, self.linear[2 * i], self.linear[2 * i + 1], "gelu", [], "none")
    if self.packed and self.activation == 1:
      return ops.mkldnn._linear_pointwise(x, self.linear[2 * i], self.linear[2 * i + 1], "gelu", [], "tanh")
    y = self.project(x, i)
    if self.activation == 0:
      return torch.gelu(y)
    if self.activation == 1:
      return torch.gelu(y, approximate="tanh")
    return torch.relu(y)

  def norm(self, x: Tensor, i: int) -> Tensor:
    return torch.layer_norm(x, [x.size(-1)], self.norms[2 * i], self.norms[2 * i + 1], self.epsilon)

  def prepare(self, rows: int) -> int:
    words = self.embeddings[0]
    x = torch.zeros([rows, words.size(1)], dtype=words.dtype, device=words.device)
    self.project(x, 0)
    self.project(x, 1)
    self.project(self.activate(x, 2), 3)
    return rows

  def forward(self, ids: Tensor, lengths: Tensor, longest: int, offset: int) -> Tensor:
    batch = lengths.size(0)
    tokens = batch * longest
    filling = ids.size(0) - tokens
    positions = torch.arange(longest, device=ids.device)
    valid = torch.lt(torch.unsqueeze(positions, 0), torch.unsqueeze(lengths, 1))
    mask : Optional[Tensor] = None
    if bool(torch.any(torch.ne(lengths, longest))):
      mask = torch.unsqueeze(torch.unsqueeze(valid, 1), 1)
    places = torch.remainder(torch.arange(ids.size(0), device=ids.device), longest)
    x = torch.embedding(self.embeddings[0], ids)
    x = x + torch.embedding(self.embeddings[1], places + offset) + self.embeddings[2][0]
    x = self.norm(x, 0)
    hidden = x.size(1)
    width = hidden // self.heads
    for l in range(self.layers):
      qkv = torch.narrow(self.project(x, 4 * l), 0, 0, tokens).view([batch, longest, 3, self.heads, width]).permute([2, 0, 3, 1, 4])
      y = torch.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], mask)
      y = y.transpose(1, 2).reshape([tokens, hidden])
      if filling > 0:
        y = torch.constant_pad_nd(y, [0, 0, 0, filling])
      x = self.norm(x + self.project(y, 4 * l + 1), 1 + 2 * l)
      x = self.norm(x + self.project(self.activate(x, 4 * l + 2), 4 * l + 3), 2 + 2 * l)
    x = torch.narrow(x, 0, 0, tokens).view([batch, longest, hidden])
    if self.pooling == 1:
      return x[:, 0].to(6)
    if self.pooling == 2:
      return x[torch.arange(batch, device=ids.device), lengths - 1].to(6)
    kept = torch.unsqueeze(valid, 2).to(6)
    return torch.sum(x.to(6) * kept, [1]) / torch.unsqueeze(lengths, 1).to(6)
