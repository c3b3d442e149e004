package schema

import (
	"slices"
	"strings"
)

// The currencies of ISO 4217 by the number of digits of their minor units. They stand
// here, and not in the library that tests hold them against, because that library
// prepares arithmetic of its own at every start.
var currencies = [...]string{
	0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP " +
		"CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD " +
		"KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR " +
		"PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU " +
		"UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
	3: "BHD IQD JOD KWD LYD OMR TND",
	4: "CLF UYW",
}

// Digits is the number of digits of a currency's minor unit: 2 for EUR, 0 for JPY. It
// reports false for what is no currency.
func (c Currency) Digits() (int, bool) {
	if len(c) != len("EUR") || strings.Contains(string(c), " ") {
		return 0, false
	}
	for digits, codes := range currencies {
		for i := 0; i < len(codes); i += len("EUR ") {
			if codes[i:i+len("EUR")] == string(c) {
				return digits, true
			}
		}
	}
	return 0, false
}

// Currencies are the codes of all currencies, sorted.
func Currencies() []string {
	var list []string
	for _, codes := range currencies {
		list = append(list, strings.Fields(codes)...)
	}
	slices.Sort(list)
	return list
}
