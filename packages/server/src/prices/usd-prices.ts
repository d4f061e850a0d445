/** Public price lists of a text, by what they were taken from. A range counts as its upper end. */
export const USD_SOURCES = Object.freeze([
  { name: 'AWS price list', asOf: '2022-04', usdPerUnit: 1 },
  { name: 'Tencent Cloud price list', asOf: '2023-03', usdPerUnit: 1 },
  { name: 'Twilio price list', asOf: '2019-09', usdPerUnit: 1 },
  // Euros at 1.16 dollars, the rate of October 2025. Its rows for Kyrgyzstan, Russia and Ivory Coast are evident errors and left out.
  { name: "a reseller's price list", asOf: '2025-10', usdPerUnit: 1.16 },
]);

type Figure = number | undefined;

/** Prefix, then one figure a source in the order above. Kazakhstan has +76 and +77; the rest of +7 is Russia. */
export const USD_PRICES: readonly (readonly [prefix: string, ...figures: Figure[]])[] = [
  ['1', 0.0085, 0.0067, 0.0075, 0.011], // United States
  ['1', 0.0118, 0.0114, 0.0075, 0.011], // Canada
  ['44', 0.0389, 0.0441, 0.04, 0.0348], // United Kingdom
  ['33', 0.0693, 0.0676, 0.076, 0.0495], // France
  ['49', 0.0885, 0.0857, 0.085, 0.099], // Germany
  ['34', 0.0609, 0.0433, 0.0883, 0.0477], // Spain
  ['39', 0.075, 0.0513, 0.0883, 0.0477], // Italy
  ['31', 0.1189, 0.1024, 0.1018, 0.1045], // Netherlands
  ['48', 0.0322, 0.0213, 0.041, 0.0186], // Poland
  ['46', 0.0726, 0.0554, 0.1, 0.0453], // Sweden
  ['41', 0.0512, 0.0503, 0.069, 0.0539], // Switzerland
  ['7', 0.0528, undefined, 0.1, undefined], // Russia
  ['375', 0.24, 0.1495, 0.0591, 0.1841], // Belarus
  ['380', 0.117, 0.1282, 0.087, 0.1604], // Ukraine
  ['76', 0.1899, 0.1613, 0.1, undefined], // Kazakhstan
  ['77', 0.1899, 0.1613, 0.1, undefined], // Kazakhstan
  ['998', 0.1257, 0.1831, 0.11, 0.1254], // Uzbekistan
  ['992', 0.2176, 0.1452, 0.11, 0.1059], // Tajikistan
  ['996', 0.2028, 0.2051, 0.08, undefined], // Kyrgyzstan
  ['993', 0.1878, 0.119, 0.1148, 0.0875], // Turkmenistan
  ['994', 0.2712, 0.1849, 0.143, 0.1287], // Azerbaijan
  ['374', 0.126, 0.1258, 0.0792, 0.078], // Armenia
  ['995', 0.1703, 0.1502, 0.09, 0.1276], // Georgia
  ['94', 0.2056, 0.1241, 0.06, 0.2008], // Sri Lanka
  ['92', 0.0792, 0.1386, 0.0545, 0.1978], // Pakistan
  ['880', 0.2049, 0.1773, 0.074, 0.2487], // Bangladesh
  ['91', 0.0028, 0.0386, 0.01, 0.0379], // India
  ['977', 0.1502, 0.1001, 0.086, 0.1078], // Nepal
  ['62', 0.1607, 0.1496, 0.078, 0.2539], // Indonesia
  ['63', 0.0163, 0.0902, 0.043, 0.1275], // Philippines
  ['60', 0.0561, 0.0857, 0.0403, 0.0451], // Malaysia
  ['66', 0.0127, 0.0117, 0.029, 0.0194], // Thailand
  ['84', 0.0527, 0.1063, 0.104, 0.0771], // Vietnam
  ['855', 0.163, 0.0997, 0.11, 0.1553], // Cambodia
  ['95', 0.1398, 0.1263, 0.1083, 0.0883], // Myanmar
  ['856', 0.0537, 0.0465, 0.08, 0.0528], // Laos
  ['86', 0.0395, undefined, 0.028, 0.0484], // China
  ['65', 0.0533, 0.0357, 0.05, 0.0354], // Singapore
  ['234', 0.1307, 0.1087, 0.1083, 0.1484], // Nigeria
  ['233', 0.1158, 0.1, 0.0483, 0.1161], // Ghana
  ['254', 0.0513, 0.1601, 0.065, 0.0559], // Kenya
  ['255', 0.1206, 0.1197, 0.09, 0.0482], // Tanzania
  ['256', 0.142, 0.1378, 0.065, 0.0746], // Uganda
  ['260', 0.1342, 0.1325, 0.1, 0.0516], // Zambia
  ['213', 0.1772, 0.1494, 0.079, 0.2112], // Algeria
  ['20', 0.0987, 0.1159, 0.068, 0.1144], // Egypt
  ['212', 0.111, 0.0714, 0.078, 0.1558], // Morocco
  ['216', 0.1778, 0.1277, 0.0867, 0.1558], // Tunisia
  ['218', 0.1874, 0.1884, 0.091, undefined], // Libya
  ['249', undefined, 0.1058, 0.06, undefined], // Sudan
  ['251', 0.1983, 0.1393, 0.0651, 0.0215], // Ethiopia
  ['221', 0.1526, 0.1127, 0.1365, 0.0853], // Senegal
  ['225', 0.0661, 0.1101, 0.1517, undefined], // Ivory Coast
  ['223', 0.1664, 0.1137, 0.1, 0.1106], // Mali
  ['261', 0.09, 0.1247, 0.09, 0.1662], // Madagascar
  ['258', 0.0498, 0.0352, 0.04, 0.0292], // Mozambique
  ['27', 0.0198, 0.0276, 0.027, 0.0247], // South Africa
  ['966', 0.0578, 0.0827, 0.08, 0.0362], // Saudi Arabia
  ['971', 0.0368, 0.0794, 0.031, 0.1139], // United Arab Emirates
  ['974', 0.0397, 0.0235, 0.061, 0.0515], // Qatar
  ['965', 0.1494, 0.1316, 0.05, 0.0483], // Kuwait
  ['968', 0.1071, 0.0836, 0.078, 0.0866], // Oman
  ['962', 0.214, 0.1429, 0.09, 0.1579], // Jordan
  ['964', 0.1335, 0.1224, 0.1083, undefined], // Iraq
  ['972', 0.0889, 0.102, 0.023, 0.0996], // Israel
  ['970', 0.1868, 0.2932, 0.07, 0.3491], // Palestinian Territory
  ['90', 0.0032, 0.0116, 0.029, 0.0149], // Türkiye
  ['55', 0.023, 0.0133, 0.057, 0.0813], // Brazil
  ['52', 0.0126, 0.0116, 0.049, 0.033], // Mexico
  ['57', 0.0016, 0.0406, 0.05, 0.0143], // Colombia
  ['51', 0.0284, 0.0924, 0.044, 0.0303], // Peru
  ['593', 0.113, 0.1042, 0.09, 0.1503], // Ecuador
  ['54', 0.0516, 0.0715, 0.0691, 0.0984], // Argentina
  ['53', undefined, undefined, 0.08, undefined], // Cuba
  ['1876', 0.0769, 0.0395, 0.0511, 0.077], // Jamaica
  ['1658', 0.0769, 0.0395, 0.0511, 0.077], // Jamaica
];
