/** Every cited work by key. */
const REFERENCES = {
  bernstein2018:
    "Bernstein, Wang, Azizzadenesheli, Anandkumar 2018, «signSGD: compressed optimisation for non-convex problems», arXiv 1802.04434",
  compagnoni2025:
    "Monzio Compagnoni, Liu, Islamov, Proske, Orvieto, Lucchi 2025, «Adaptive methods through the lens of SDEs», arXiv 2411.15958",
  compagnoni2025distributed:
    "Monzio Compagnoni, Islamov, Proske, Lucchi 2025, «Unbiased and sign compression in distributed learning», arXiv 2502.17009",
  callisti2025:
    "Callisti, Romito, Triggiano 2025, second-order stochastic modified equations of Adam and RMSprop, arXiv 2509.21614",
  gillespie1996:
    "Gillespie 1996, «Exact numerical simulation of the Ornstein–Uhlenbeck process and its integral», Phys. Rev. E 54, 2084",
  hinton2012: "Hinton 2012, «Neural networks for machine learning», lecture 6a",
  kingma2015: "Kingma, Ba 2015, «Adam: a method for stochastic optimization», arXiv 1412.6980",
  kloeden1992: "Kloeden, Platen 1992, «Numerical solution of stochastic differential equations»",
  li2017:
    "Li, Tai, E 2017, «Stochastic modified equations and adaptive stochastic gradient algorithms», arXiv 1511.06251",
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
  robbins1951: "Robbins, Monro 1951, «A stochastic approximation method»",
  rumelin1982: "Rümelin 1982, «Numerical treatment of stochastic differential equations»",
} as const;

export type ReferenceKey = keyof typeof REFERENCES;

/** The citation of a work, with the place in it. */
export function cite(key: ReferenceKey, place?: string): string {
  return place === undefined ? REFERENCES[key] : `${REFERENCES[key]}, ${place}`;
}
