package schema

// Services are what a licensor does for a licensee besides licensing: the
// maintenance and support on which an escrow release may turn.
type Services struct {
	// Id of the party that provides them.
	Provider string `json:"provider,omitempty" ref:"parties" gone:"decide"`
	// Ids of the parties that receive them; left out, the licensees of the provider.
	Recipients []string `json:"recipients,omitempty" ref:"parties" gone:"element"`
	// Ids of the assets served; left out, the software licensed by the provider.
	Assets []string `json:"assets,omitempty" ref:"assets" gone:"element"`
	// What is provided.
	Kinds []string `json:"kinds,omitempty" jsonschema:"enum=maintenance,enum=support,enum=hosting,uniqueItems=true"`
	// When support is staffed: "on Business Days from 8:00 to 18:00 in Dublin".
	Hours string `json:"hours,omitempty"`
	// How soon it answers and mends, by the weight of the fault.
	Levels []ServiceLevel `json:"levels,omitempty"`
	// For hosting: share of the time in a month for which the service is available, in percent.
	AvailabilityPct *Percent `json:"availability_pct,omitempty"`
	// Hours of announced maintenance in a month that do not count as downtime.
	MaintenanceHours *int `json:"maintenance_hours,omitempty" jsonschema:"minimum=0,maximum=100"`
	// Credited for each full hour of downtime beyond that share, or of delay beyond a service level, instead of damages for it.
	Credit *Money `json:"credit,omitempty"`
	// Most that is credited in a month.
	CreditCap *Money `json:"credit_cap,omitempty"`
	// Months for which an earlier release is still maintained after the next.
	ReleaseMonths *Months `json:"release_months,omitempty" jsonschema:"minimum=1"`
	// Last day; left out, with the licence.
	End Date `json:"end,omitzero"`
}

// A ServiceLevel is how soon one class of faults is answered and mended.
type ServiceLevel struct {
	// The class of fault, in words: "the software cannot be used".
	Fault string `json:"fault" jsonschema:"required"`
	// Hours to the first answer.
	RespondHours *Hours `json:"respond_hours,omitempty" jsonschema:"minimum=1"`
	// Hours to the mend, or to a way round the fault.
	RestoreHours *Hours `json:"restore_hours,omitempty" jsonschema:"minimum=1"`
}
