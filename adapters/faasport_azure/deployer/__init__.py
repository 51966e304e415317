"""The deploying half: ARM for what is around the code, One Deploy for the code."""

from faasport_azure.deployer.deployer import AzureDeployer as AzureDeployer
