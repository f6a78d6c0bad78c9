/** Every cited work by key. */
const REFERENCES = {
  abadi2016:
    "Abadi, Chu, Goodfellow, McMahan, Mironov, Talwar, Zhang 2016, «Deep learning with differential privacy», arXiv 1607.00133",
  bernstein2018:
    "Bernstein, Wang, Azizzadenesheli, Anandkumar 2018, «signSGD: compressed optimisation for non-convex problems», arXiv 1802.04434",
  charbonnier1994:
    "Charbonnier, Blanc-Féraud, Aubert, Barlaud 1994, «Two deterministic half-quadratic regularization algorithms for computed imaging», ICIP",
  chen2020:
    "Chen, Wu, Hong 2020, «Understanding gradient clipping in private SGD: a geometric perspective», arXiv 2006.15429",
  chen2023:
    "Chen, Liang, Huang, Real, Wang, Liu, Pham, Dong, Luong, Hsieh, Lu, Le 2023, «Symbolic discovery of optimization algorithms», arXiv 2302.06675",
  compagnoni2025:
    "Monzio Compagnoni, Liu, Islamov, Proske, Orvieto, Lucchi 2025, «Adaptive methods through the lens of SDEs», arXiv 2411.15958",
  compagnoni2025distributed:
    "Monzio Compagnoni, Islamov, Proske, Lucchi 2025, «Unbiased and sign compression in distributed learning», arXiv 2502.17009",
  compagnoni2026:
    "Monzio Compagnoni, Islamov, Orvieto, Gorbunov 2026, «On the interaction of batch noise, adaptivity, and compression, under (L0, L1)-smoothness: an SDE approach», arXiv 2506.00181",
  callisti2025:
    "Callisti, Romito, Triggiano 2025, second-order stochastic modified equations of Adam and RMSprop, arXiv 2509.21614",
  gillespie1996:
    "Gillespie 1996, «Exact numerical simulation of the Ornstein–Uhlenbeck process and its integral», Phys. Rev. E 54, 2084",
  hazan2015:
    "Hazan, Levy, Shalev-Shwartz 2015, «Beyond convexity: stochastic quasi-convex optimization», arXiv 1507.02030",
  hinton2012: "Hinton 2012, «Neural networks for machine learning», lecture 6a",
  kingma2015: "Kingma, Ba 2015, «Adam: a method for stochastic optimization», arXiv 1412.6980",
  kloeden1992: "Kloeden, Platen 1992, «Numerical solution of stochastic differential equations»",
  li2017:
    "Li, Tai, E 2017, «Stochastic modified equations and adaptive stochastic gradient algorithms», arXiv 1511.06251",
  li2019:
    "Li, Tai, E 2019, «Stochastic modified equations and dynamics of stochastic gradient algorithms I: mathematical foundations», arXiv 1811.01558",
  liu2022:
    "Liu, Zhuang, Lei, Liao 2022, «A communication-efficient distributed gradient clipping algorithm», arXiv 2205.05040",
  loshchilov2019: "Loshchilov, Hutter 2019, «Decoupled weight decay regularization», arXiv 1711.05101",
  malladi2022:
    "Malladi, Lyu, Panigrahi, Arora 2022, «On the SDEs and scaling rules for adaptive gradient algorithms», arXiv 2205.10287",
  maruyama1955: "Maruyama 1955, «Continuous Markov processes and stochastic equations»",
  milstein1975: "Milstein 1975, «Approximate integration of stochastic differential equations»",
  pascanu2013:
    "Pascanu, Mikolov, Bengio 2013, «On the difficulty of training recurrent neural networks», arXiv 1211.5063",
  platen1987:
    "Platen 1987, «Derivative free numerical methods for stochastic differential equations», in Engelbert, Schmidt (eds.), «Stochastic differential systems»",
  polyak1964:
    "Polyak 1964, «Some methods of speeding up the convergence of iteration methods», USSR Comp. Math. and Math. Phys. 4(5)",
  robbins1951: "Robbins, Monro 1951, «A stochastic approximation method»",
  rumelin1982: "Rümelin 1982, «Numerical treatment of stochastic differential equations»",
  sutskever2013:
    "Sutskever, Martens, Dahl, Hinton 2013, «On the importance of initialization and momentum in deep learning», ICML",
} as const;

export type ReferenceKey = keyof typeof REFERENCES;

/** The citation of a work, with the place in it. */
export function cite(key: ReferenceKey, place?: string): string {
  return place === undefined ? REFERENCES[key] : `${REFERENCES[key]}, ${place}`;
}
