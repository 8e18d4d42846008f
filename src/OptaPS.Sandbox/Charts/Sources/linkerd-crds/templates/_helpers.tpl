{{- define "crds.annotations" -}}
linkerd.io/created-by: {{ printf "optaps-sandbox/helm %s" .Chart.AppVersion }}
{{- end -}}
{{- define "crds.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
linkerd.io/control-plane-ns: {{ .Release.Namespace }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
{{- define "crds.simple" -}}
{{- $root := index . 0 }}
{{- $plural := index . 1 }}
{{- $kind := index . 2 }}
{{- $group := index . 3 }}
{{- $versions := index . 4 }}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: {{ $plural }}.{{ $group }}
  annotations:
    {{- include "crds.annotations" $root | nindent 4 }}
  labels:
    {{- include "crds.labels" $root | nindent 4 }}
spec:
  group: {{ $group }}
  scope: Namespaced
  names:
    kind: {{ $kind }}
    plural: {{ $plural }}
    singular: {{ lower $kind }}
  versions:
  {{- range $index, $version := $versions }}
  - name: {{ $version }}
    served: true
    storage: {{ eq $index 0 }}
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          apiVersion: {type: string}
          kind: {type: string}
          metadata: {type: object}
          spec:
            type: object
            x-kubernetes-preserve-unknown-fields: true
          status:
            type: object
            x-kubernetes-preserve-unknown-fields: true
    subresources:
      status: {}
  {{- end }}
{{- end -}}
